package dev.yima.gateway.payout;

import dev.yima.gateway.payout.PayoutAdmin.PayoutView;
import dev.yima.gateway.payout.PayoutAdmin.Step;
import dev.yima.gateway.platform.http.Page;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Payouts of a brand, for staff. */
@Path("/api/v1/payouts")
@Tag(name = "Payouts")
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class PayoutResource {
    private static final UUID START = new UUID(0, 0);
    private static final List<PayoutState> WAITING =
            List.of(PayoutState.FAILED, PayoutState.EXPIRED, PayoutState.BLOCKED);

    private final PayoutAdmin payouts;
    private final PayoutOutbox outbox;
    private final Pool pool;
    private final CurrentStaff staff;
    private final AuditLog audit;

    PayoutResource(PayoutAdmin payouts, PayoutOutbox outbox, Pool pool, CurrentStaff staff, AuditLog audit) {
        this.payouts = payouts;
        this.outbox = outbox;
        this.pool = pool;
        this.staff = staff;
        this.audit = audit;
    }

    /**
     * A payout and its steps.
     *
     * @param payout its present state
     * @param steps the steps that it took, the first one first
     */
    @Schema(name = "PayoutStory")
    public record Story(PayoutView payout, List<Step> steps) {}

    /**
     * A pause of the brand's payouts.
     *
     * @param pausedUntil its end, while the money at the provider is used up; null when payouts are sent
     * @param heldUntil the end of the day whose limit is reached, so that nothing new is sent; null when it is not
     */
    @Schema(name = "PayoutPause")
    public record Pause(
            @Nullable Instant pausedUntil, @Nullable Instant heldUntil) {}

    /** Lists payouts. */
    @GET
    @Operation(summary = "List the payouts", description = "In the order in which they were won.")
    public Uni<Page<PayoutView>> list(
            @Nullable @QueryParam("state") PayoutState state,
            @QueryParam("limit") @DefaultValue(Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit,
            @Nullable @QueryParam("after") UUID after) {
        return staff.as(who -> payouts.list(who.brand(), state, after == null ? START : after, limit)
                .map(found -> new Page<>(
                        found,
                        found.size() < limit ? null : found.get(limit - 1).id().toString())));
    }

    /** Shows a payout. */
    @GET
    @Path("/{id}")
    @Operation(summary = "Show a payout and its whole way", description = "`id` is the id of the reward.")
    public Uni<Story> show(@PathParam("id") UUID id) {
        return staff.as(who -> story(who, id));
    }

    /** Tries a payout again. */
    @POST
    @Path("/{id}/retry")
    @Operation(summary = "Try a payout again", description = """
                    One that is `FAILED`, `EXPIRED` or `BLOCKED`. Where the provider has refused the bill for good, it \
                    gets another number; otherwise the provider is asked what became of it, and it is sent again under \
                    the same number if it never arrived.""")
    public Uni<Story> retry(@PathParam("id") UUID id) {
        return staff.as(who -> payouts.find(who.brand(), id)
                .flatMap(found -> pool.withTransaction(tx -> payouts.retry(tx, who.brand(), id, WAITING)
                        .invoke(PayoutResource::mustBeWaiting)
                        .flatMap(done -> audit.write(tx, who, "payout.retry", id.toString()))))
                .flatMap(done -> story(who, id)));
    }

    /** Shows the end of the pause, if there is one. */
    @GET
    @Path("/pause")
    @Operation(
            summary = "Whether payouts are paused",
            description = "They are when the money at the provider is used up, and new ones for the rest of the day"
                    + " when the brand's limit for the day is reached.")
    public Uni<Pause> pause() {
        return staff.as(who -> Uni.combine()
                .all()
                .unis(payouts.pausedUntil(who.brand()), outbox.heldUntil(who.brand()))
                .with((paused, held) -> new Pause(paused.orElse(null), held.orElse(null))));
    }

    /** Ends the pause. */
    @DELETE
    @Path("/pause")
    @Operation(
            summary = "Send payouts again at once",
            description = "After topping up. They go on by themselves later.")
    public Uni<Void> resume() {
        return staff.as(who -> pool.withTransaction(tx -> payouts.resume(tx, who.brand())
                .flatMap(done ->
                        audit.write(tx, who, "payout.resume", who.brand().toString()))));
    }

    private Uni<Story> story(Staff who, UUID id) {
        return payouts.find(who.brand(), id)
                .flatMap(payout -> payouts.steps(id).map(steps -> new Story(payout, steps)));
    }

    private static void mustBeWaiting(boolean retried) {
        if (!retried) {
            throw new Problem(ProblemType.WRONG_STATE, "the payout waits for nobody");
        }
    }
}
