package dev.yima.gateway.diversion.sellthrough;

import dev.yima.gateway.diversion.DealerCount;
import dev.yima.gateway.diversion.DiversionCountRepository;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.http.Page;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Sell-through of a brand. */
@Path("/api/v1/diversions/flows")
@Tag(name = "Diversions")
@RolesAllowed(Staff.ROLE)
@NonBlocking
public class SellThroughResource {
    /** The greatest number of dealers over which regions are summed. */
    private static final int DEALERS_MAX = 10_000;

    private static final UUID START = new UUID(0, 0);

    private final Pool pool;
    private final DiversionCountRepository counts;
    private final CurrentStaff staff;

    SellThroughResource(DatabasePools pools, DiversionCountRepository counts, CurrentStaff staff) {
        this.pool = pools.reports();
        this.counts = counts;
        this.staff = staff;
    }

    /** Shows the flows. */
    @GET
    @Operation(summary = "Show what was shipped and what of it was scanned, by region and by dealer", description = """
                    `itemsPerCase` is items scanned divided by cases shipped and not returned; `relative` is that \
                    divided by the brand's. From 20 cases on, `relative` of 2 and more is `INFLOW`, of 0.5 and less \
                    `HOARDING`; where nothing was shipped, 20 items are `INFLOW`. A case is what is moved by itself, \
                    or lies directly on a pallet that is moved. A region has the cases of every dealer of whose \
                    territory it is a part; those of dealers who may sell everywhere are no region's. Shipments are \
                    counted 15 seconds after they are told.""")
    public Uni<SellThrough> flows(
            @QueryParam("limit") @DefaultValue(Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit,
            @Nullable @QueryParam("after") UUID after) {
        return staff.as(who -> counts.page(pool, who.brand(), START, DEALERS_MAX)
                .flatMap(all -> counts.page(pool, who.brand(), after == null ? START : after, limit)
                        .map(page -> SellThrough.of(all, page, next(page, limit)))));
    }

    private static @Nullable String next(List<DealerCount> page, int limit) {
        return page.size() < limit ? null : page.get(limit - 1).dealer().toString();
    }
}
