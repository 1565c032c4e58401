package dev.yima.gateway.diversion.decision;

import dev.yima.codec.CodeKind;
import dev.yima.engine.diversion.DiversionRule;
import dev.yima.engine.diversion.DiversionRule.Grade;
import dev.yima.gateway.diversion.CaseCount;
import dev.yima.gateway.diversion.CaseRank;
import dev.yima.gateway.diversion.DiversionCountRepository;
import dev.yima.gateway.diversion.DiversionSettingsRepository;
import dev.yima.gateway.platform.http.Page;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.supply.ScannedCodes;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Cases by their diversion. */
@Path("/api/v1/diversions/cases")
@Tag(name = "Diversions")
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class DiversionCaseResource {
    private static final int AFTER_LENGTH_MAX = 64;

    private final Pool pool;
    private final DiversionCountRepository counts;
    private final DiversionSettingsRepository settings;
    private final ScannedCodes codes;
    private final CurrentStaff staff;

    DiversionCaseResource(
            Pool pool,
            DiversionCountRepository counts,
            DiversionSettingsRepository settings,
            ScannedCodes codes,
            CurrentStaff staff) {
        this.pool = pool;
        this.counts = counts;
        this.settings = settings;
        this.codes = codes;
        this.staff = staff;
    }

    /**
     * A case while a dealer held it.
     *
     * @param code the case
     * @param kind the kind of its code
     * @param dealerId the dealer who held it
     * @param scans located scans of what is in it; each code counts once, where it was scanned first
     * @param outside those of them that were outside of the dealer's territory
     * @param people distinct people who made them
     * @param networks distinct networks of those scans, each network once a day
     * @param score the lower bound of the share of those outside
     * @param grade the grade
     * @param rule the rule, with its numbers
     */
    @Schema(name = "DiversionCase")
    public record CaseView(
            @Schema(examples = "8KX2W5P3N7QRM4T1") String code,
            CodeKind kind,
            UUID dealerId,
            int scans,
            int outside,
            int people,
            int networks,
            double score,
            Grade grade,
            String rule) {
        static CaseView of(CaseCount one, Grade grade, ScannedCodes.Lots lots, DiversionRule rule) {
            return new CaseView(
                    lots.text(one.code()),
                    lots.kind(one.code()),
                    one.dealer(),
                    one.tally().scans(),
                    one.tally().outside(),
                    one.tally().people(),
                    one.tally().networks(),
                    one.tally().score(),
                    grade,
                    one.explain(rule));
        }
    }

    /** Lists cases. */
    @GET
    @Operation(
            summary = "List cases that are judged, the worst first",
            description = "Of all dealers or of one; of all grades or of one.")
    public Uni<Page<CaseView>> cases(
            @Nullable @QueryParam("dealer") UUID dealer,
            @Nullable @QueryParam("grade") Grade grade,
            @QueryParam("limit") @DefaultValue(Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit,
            @Nullable @Size(max = AFTER_LENGTH_MAX) @QueryParam("after") String after) {
        CaseRank rank = CaseRank.read(after);
        return staff.as(who -> counts.casePage(pool, who.brand(), dealer, grade, rank, limit)
                .flatMap(found -> Uni.combine()
                        .all()
                        .unis(
                                codes.of(
                                        who.brand(),
                                        found.stream().map(CaseCount::code).toList()),
                                settings.find(pool, who.brand()))
                        .with((lots, rule) -> page(found, limit, lots, rule))));
    }

    private static Page<CaseView> page(List<CaseCount> found, int limit, ScannedCodes.Lots lots, DiversionRule rule) {
        return new Page<>(
                found.stream()
                        .map(one ->
                                CaseView.of(one, CaseCount.grade(one.standing()).orElseThrow(), lots, rule))
                        .toList(),
                found.size() < limit ? null : CaseRank.of(found.get(limit - 1)).text());
    }
}
