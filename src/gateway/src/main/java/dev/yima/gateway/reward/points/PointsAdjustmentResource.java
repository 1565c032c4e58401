package dev.yima.gateway.reward.points;

import dev.yima.engine.prize.PointsTerms;
import dev.yima.engine.prize.Prize;
import dev.yima.gateway.platform.http.Page;
import dev.yima.gateway.platform.http.PlainText;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.reward.points.PointsAdjustment.State;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Adjustments of points by staff. */
@Path("/api/v1/point-adjustments")
@Tag(name = "Members")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class PointsAdjustmentResource {
    private static final UUID START = new UUID(0, 0);

    private final PointsAdjustmentService adjustments;
    private final CurrentStaff staff;

    PointsAdjustmentResource(PointsAdjustmentService adjustments, CurrentStaff staff) {
        this.adjustments = adjustments;
        this.staff = staff;
    }

    /**
     * An adjustment, as it is asked for: a number of points, or an award that is taken back.
     *
     * @param memberId the member
     * @param points the points that are given, or taken where the number is below zero; not 0
     * @param rewardId an award of points that is taken back, all of it
     * @param validMonths of points that are given: how many months they count, by the brand's calendar; left out, for
     *     ever
     * @param reason the reason, kept for good
     */
    public record NewAdjustment(
            @NotNull UUID memberId,

            @Nullable @Min(-Prize.AMOUNT_MAX) @Max(Prize.AMOUNT_MAX) @Schema(examples = "-50")
            Long points,

            @Nullable UUID rewardId,
            @Nullable @Min(1) @Max(PointsTerms.MONTHS_MAX) Integer validMonths,

            @NotNull @PlainText @Schema(examples = "Returned the goods")
            String reason) {
        private void check() {
            if ((points == null) == (rewardId == null)) {
                throw Problem.invalid("points", "must be given, or rewardId, and not both");
            }
            if (points != null && points == 0) {
                throw Problem.invalid("points", "must not be 0");
            }
            if (validMonths != null && (points == null || points < 0)) {
                throw Problem.invalid("validMonths", "must be given for points that are given only");
            }
        }

        /** Returns the adjustment of an earlier request with the same key. Fails when that request was different. */
        PointsAdjustment mustBe(PointsAdjustment made) {
            boolean same = memberId.equals(made.memberId())
                    && (points == null || points == made.points())
                    && Objects.equals(rewardId, made.rewardId())
                    && Objects.equals(validMonths, made.validMonths())
                    && reason.equals(made.reason());
            if (!same) {
                throw new Problem(ProblemType.KEY_REUSED);
            }
            return made;
        }
    }

    /**
     * A page of adjustments: a {@link Page} whose schema keeps its name in the API.
     *
     * @param items at most {@link Page#LIMIT_MAX}
     * @param next the start of the next page, to be sent as {@code after}; null at the end
     */
    @Schema(name = "PageAdjustment")
    public record Adjustments(
            List<PointsAdjustment> items, @Nullable String next) {}

    /** Gives or takes points. */
    @POST
    @Operation(summary = "Give or take points, or take back an award", description = """
                    Done at once while what the key adjusts within 24 hours stays within the brand's \
                    `adjustmentLimit`; beyond, it is `WAITING` until another key approves it. The same \
                    `Idempotency-Key` of the same staff key is done once.""")
    @APIResponse(responseCode = "201", description = "The adjustment, `DONE` or `WAITING`")
    @APIResponseSchema(value = PointsAdjustment.class, responseCode = "201")
    public Uni<Response> make(
            @NotNull @Valid NewAdjustment asked,
            @Nullable @Size(max = 128) @HeaderParam("Idempotency-Key") String requestKey) {
        asked.check();
        return staff.as(who -> adjustments.make(who, asked, requestKey))
                .map(made ->
                        Response.status(Response.Status.CREATED).entity(made).build());
    }

    /** Lists the adjustments, in the order in which they were made. */
    @GET
    @Operation(summary = "List the adjustments of points")
    public Uni<Adjustments> list(
            @Nullable @QueryParam("state") State state,
            @QueryParam("limit") @DefaultValue(Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit,
            @Nullable @QueryParam("after") UUID after) {
        return staff.as(who -> adjustments
                .list(who.brand(), state, after == null ? START : after, limit)
                .map(found -> new Adjustments(found, last(found, limit))));
    }

    /** Shows an adjustment. */
    @GET
    @Path("/{id}")
    @Operation(summary = "Show an adjustment of points")
    public Uni<PointsAdjustment> show(@PathParam("id") UUID id) {
        return staff.as(who -> adjustments.find(who.brand(), id))
                .map(found -> found.orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)));
    }

    /** Approves an adjustment. */
    @POST
    @Path("/{id}/approve")
    @Operation(summary = "Approve an adjustment of points", description = "With another key than asked for it.")
    public Uni<PointsAdjustment> approve(@PathParam("id") UUID id) {
        return staff.as(who -> adjustments.decide(who, id, State.DONE));
    }

    /** Refuses an adjustment. */
    @POST
    @Path("/{id}/refuse")
    @Operation(summary = "Refuse an adjustment of points", description = "Whoever asked for it can withdraw it so.")
    public Uni<PointsAdjustment> refuse(@PathParam("id") UUID id) {
        return staff.as(who -> adjustments.decide(who, id, State.REFUSED));
    }

    private static @Nullable String last(List<PointsAdjustment> found, int limit) {
        return found.size() < limit ? null : found.get(limit - 1).id().toString();
    }
}
