package dev.yima.gateway.diversion.decision;

import dev.yima.gateway.diversion.DealerCount;
import dev.yima.gateway.diversion.DiversionCountRepository;
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
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
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

/** Dealers by their diversion, and the decisions of staff about them. */
@Path("/api/v1/diversions/dealers")
@Tag(name = "Diversions")
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class DiversionDealerResource {
    private static final UUID START = new UUID(0, 0);

    private final Pool pool;
    private final DiversionCountRepository counts;
    private final DecisionRepository decisions;
    private final PartnerSuspension suspensions;
    private final CurrentStaff staff;
    private final AuditLog audit;

    DiversionDealerResource(
            Pool pool,
            DiversionCountRepository counts,
            DecisionRepository decisions,
            PartnerSuspension suspensions,
            CurrentStaff staff,
            AuditLog audit) {
        this.pool = pool;
        this.counts = counts;
        this.decisions = decisions;
        this.suspensions = suspensions;
        this.staff = staff;
        this.audit = audit;
    }

    /**
     * Reason of a decision.
     *
     * @param reason the reason; kept for good
     */
    @Schema(name = "NewDiversionDecision")
    public record Reason(
            @NotNull @PlainText(max = 1_000) @Schema(examples = "12 cases in Guangdong, sold by the shop next door")
            String reason) {}

    /** Lists the dealers. */
    @GET
    @Operation(
            summary = "List dealers, and whether their goods are scanned outside of their territories",
            description = "In the order in which they were added. A grade accuses nobody: `rule` says what it is, and"
                    + " a person decides.")
    public Uni<Page<DealerView>> dealers(
            @QueryParam("limit") @DefaultValue(Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit,
            @Nullable @QueryParam("after") UUID after) {
        return staff.as(who -> counts.page(pool, who.brand(), after == null ? START : after, limit)
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

    /** Suspends a dealer. */
    @POST
    @Path("/{id}/suspend")
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
    @Path("/{id}/reinstate")
    @RolesAllowed(Staff.OWNER)
    @Operation(summary = "Take a suspended dealer back", description = "Only for owners.")
    public Uni<DealerView> reinstate(@PathParam("id") UUID id, @NotNull @Valid Reason reason) {
        return decide(id, Kind.REINSTATE, PartnerState.ACTIVE, reason);
    }

    private Uni<DealerView> decide(UUID id, Kind kind, PartnerState to, Reason reason) {
        return staff.as(who -> pool.withTransaction(tx -> suspensions
                        .move(tx, who.brand(), id, to)
                        .flatMap(changed -> counts.find(tx, who.brand(), id)
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
