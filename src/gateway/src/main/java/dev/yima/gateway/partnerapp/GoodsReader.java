package dev.yima.gateway.partnerapp;

import dev.yima.gateway.partner.people.Employee;
import dev.yima.gateway.partnerapp.action.PartnerItem;
import dev.yima.gateway.supply.opening.CaseOpeningService;
import dev.yima.gateway.supply.trace.GoodsLocation;
import dev.yima.gateway.supply.trace.Route;
import dev.yima.gateway.supply.trace.TraceQuery;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Reads the opening, the location and the contents of scanned goods. */
@ApplicationScoped
class GoodsReader {
    private final CaseOpeningService openings;
    private final TraceQuery traces;

    GoodsReader(CaseOpeningService openings, TraceQuery traces) {
        this.openings = openings;
        this.traces = traces;
    }

    /** The goods of a code, as its employee sees them. */
    Uni<GoodsView> view(PartnerItem item) {
        return Uni.combine()
                .all()
                .unis(
                        openings.openingOf(item.code()),
                        traces.of(item.brand(), item.code()),
                        traces.contents(item.code()))
                .with((opening, route, contents) -> new GoodsView(
                        item.lot().kind(),
                        item.lot().product(),
                        item.lot().state(),
                        item.lot().stopReason(),
                        opening.map(opened -> opened.at()).orElse(null),
                        opening.filter(opened -> item.posts().stream()
                                        .anyMatch(post -> post.partner().id().equals(opened.store())))
                                .isPresent(),
                        contents,
                        location(route, item.posts())));
    }

    private static GoodsLocation location(Route route, List<Employee> posts) {
        Set<UUID> own = new HashSet<>();
        Set<UUID> suppliers = new HashSet<>();
        for (Employee post : posts) {
            own.add(post.partner().id());
            if (post.partner().dealerId() != null) {
                suppliers.add(post.partner().dealerId());
            }
        }
        return GoodsLocation.of(route, own, suppliers);
    }
}
