package dev.yima.gateway.diversion.decision;

import dev.yima.codec.CodeKind;
import dev.yima.engine.diversion.DiversionRule;
import dev.yima.engine.diversion.DiversionRule.Grade;
import dev.yima.gateway.diversion.CaseCount;
import dev.yima.gateway.diversion.CaseRank;
import dev.yima.gateway.diversion.DealerCount;
import dev.yima.gateway.diversion.DiversionCountRepository;
import dev.yima.gateway.diversion.DiversionSettingsRepository;
import dev.yima.gateway.diversion.decision.DecisionRepository.Kind;
import dev.yima.gateway.partner.PartnerState;
import dev.yima.gateway.partner.PartnerSuspension;
import dev.yima.gateway.platform.http.Page;
import dev.yima.gateway.platform.http.PlainText;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.supply.ScannedCodes;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Whose goods are scanned where they should not be. */
@Path("/api/v1/diversions")
@Tag(name = "Diversions")
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class DiversionResource {
    private static final UUID START = new UUID(0, 0);
    private static final int AFTER_LENGTH_MAX = 64;

    private final Pool pool;
    private final DiversionCountRepository tallies;
    private final DiversionSettingsRepository settings;
    private final DecisionRepository decisions;
    private final PartnerSuspension suspensions;
    private final ScannedCodes codes;
    private final CurrentStaff staff;
    private final AuditLog audit;

    DiversionResource(
            Pool pool,
            DiversionCountRepository tallies,
            DiversionSettingsRepository settings,
            DecisionRepository decisions,
            PartnerSuspension suspensions,
            ScannedCodes codes,
            CurrentStaff staff,
            AuditLog audit) {
        this.pool = pool;
        this.tallies = tallies;
        this.settings = settings;
        this.decisions = decisions;
        this.suspensions = suspensions;
        this.codes = codes;
        this.staff = staff;
        this.audit = audit;
    }

    /**
     * A case while a dealer had it.
     *
     * @param code the case
     * @param kind what its code is for
     * @param dealerId who had it
     * @param scans located scans of what is in it; each code counts once, where it was scanned first
     * @param outside those of them that were outside of the dealer's territory
     * @param people how many people made them
     * @param networks on how many networks they were made, each network once a day
     * @param score what the share of those outside is at least
     * @param grade how bad it is
     * @param rule why, in words and numbers
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

    /**
     * Why a person decides.
     *
     * @param reason why; kept for good
     */
    @Schema(name = "NewDiversionDecision")
    public record Reason(
            @NotNull @PlainText(max = 1_000) @Schema(examples = "12 cases in Guangdong, sold by the shop next door")
            String reason) {}

    /** Lists the dealers. */
    @GET
    @Path("/dealers")
    @Operation(
            summary = "List dealers, and whether their goods are scanned outside of their territories",
            description = "In the order in which they were added. A grade accuses nobody: `rule` says what it is, and"
                    + " a person decides.")
    public Uni<Page<DealerView>> dealers(
            @QueryParam("limit") @DefaultValue(Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit,
            @Nullable @QueryParam("after") UUID after) {
        return staff.as(who -> tallies.page(pool, who.brand(), after == null ? START : after, limit)
                .flatMap(found -> decisions
                        .latest(
                                pool,
                                who.brand(),
                                found.stream().map(DealerCount::dealer).toList())
                        .map(latest -> new Page<>(
                                found.stream()
                                        .map(one -> DealerView.of(one, latest.get(one.dealer())))
                                        .toList(),
                                found.size() < limit
                                        ? null
                                        : found.get(limit - 1).dealer().toString()))));
    }

    /** Lists cases. */
    @GET
    @Path("/cases")
    @Operation(
            summary = "List cases that are judged, the worst first",
            description = "Of all dealers or of one; of all grades or of one.")
    public Uni<Page<CaseView>> cases(
            @Nullable @QueryParam("dealer") UUID dealer,
            @Nullable @QueryParam("grade") Grade grade,
            @QueryParam("limit") @DefaultValue(Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit,
            @Nullable @Size(max = AFTER_LENGTH_MAX) @QueryParam("after") String after) {
        CaseRank place = CaseRank.read(after);
        return staff.as(who -> tallies.casePage(pool, who.brand(), dealer, grade, place, limit)
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

    /** Suspends a dealer. */
    @POST
    @Path("/dealers/{id}/suspend")
    @RolesAllowed(Staff.OWNER)
    @Operation(
            summary = "Suspend a dealer",
            description = "Only for owners. The dealer earns nothing from then on. The decision is kept with its reason"
                    + " and the numbers of that moment.")
    public Uni<DealerView> suspend(@PathParam("id") UUID id, @NotNull @Valid Reason reason) {
        return decide(id, Kind.SUSPEND, PartnerState.SUSPENDED, reason);
    }

    /** Takes a suspended dealer back. */
    @POST
    @Path("/dealers/{id}/reinstate")
    @RolesAllowed(Staff.OWNER)
    @Operation(summary = "Take a suspended dealer back", description = "Only for owners.")
    public Uni<DealerView> reinstate(@PathParam("id") UUID id, @NotNull @Valid Reason reason) {
        return decide(id, Kind.REINSTATE, PartnerState.ACTIVE, reason);
    }

    private Uni<DealerView> decide(UUID id, Kind kind, PartnerState to, Reason reason) {
        return staff.as(who -> pool.withTransaction(tx -> suspensions
                        .move(tx, who.brand(), id, to)
                        .flatMap(changed -> tallies.find(tx, who.brand(), id)
                                .map(found -> found.orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)))
                                .call(dealer -> changed
                                        ? decisions
                                                .insert(tx, who, dealer, kind, reason.reason())
                                                .flatMap(done -> audit.write(
                                                        tx,
                                                        who,
                                                        kind == Kind.SUSPEND
                                                                ? "diversion.suspend"
                                                                : "diversion.reinstate",
                                                        id.toString()))
                                        : Uni.createFrom().voidItem())))
                .flatMap(dealer -> decisions
                        .latest(pool, who.brand(), List.of(id))
                        .map(latest -> DealerView.of(dealer, latest.get(id)))));
    }
}
