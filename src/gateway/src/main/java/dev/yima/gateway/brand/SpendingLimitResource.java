package dev.yima.gateway.brand;

import dev.yima.gateway.platform.staff.AuditChange;
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
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The limits of a brand's money: set by its owners up to the deployment's, and by its founders. */
@Path("/api/v1")
@Tag(name = "Brands")
@NonBlocking
@Cancellable(false)
public class SpendingLimitResource {
    private static final long LIMIT_MAX = 1_000_000_000_000_000L;

    private final Pool pool;
    private final SpendingLimitRepository limits;
    private final CurrentStaff staff;
    private final AuditLog audit;

    SpendingLimitResource(Pool pool, SpendingLimitRepository limits, CurrentStaff staff, AuditLog audit) {
        this.pool = pool;
        this.limits = limits;
        this.staff = staff;
        this.audit = audit;
    }

    /**
     * A change of limits, in minor units; what is left out stays as it is.
     *
     * @param campaignMinor the most that the prizes of one campaign are worth
     * @param publishedPerDayMinor the most that all prizes are worth that are published in a day
     * @param paidOutPerDayMinor the most that is sent out for payment in a day
     */
    @Schema(name = "SpendingLimitsChange")
    public record LimitsChange(
            @Nullable @Min(0) @Max(LIMIT_MAX) @Schema(examples = "1000000")
            Long campaignMinor,

            @Nullable @Min(0) @Max(LIMIT_MAX) @Schema(examples = "2000000")
            Long publishedPerDayMinor,

            @Nullable @Min(0) @Max(LIMIT_MAX) @Schema(examples = "500000")
            Long paidOutPerDayMinor) {
        private SpendingLimits appliedTo(SpendingLimits before) {
            return new SpendingLimits(
                    campaignMinor == null ? before.campaignMinor() : campaignMinor,
                    publishedPerDayMinor == null ? before.publishedPerDayMinor() : publishedPerDayMinor,
                    paidOutPerDayMinor == null ? before.paidOutPerDayMinor() : paidOutPerDayMinor);
        }
    }

    /** Shows the limits of one's own brand. */
    @GET
    @Path("/brand/limits")
    @RolesAllowed(Staff.ROLE)
    @Operation(summary = "Show the limits of one's own brand's money")
    public Uni<SpendingLimits> show() {
        return staff.as(who -> limits.find(pool, who.brand()));
    }

    /** Changes the limits of one's own brand. */
    @PATCH
    @Path("/brand/limits")
    @RolesAllowed(Staff.OWNER)
    @Operation(summary = "Change the limits of one's own brand's money", description = """
                    Only for owners, and up to the deployment's limits; founders set higher ones. \
                    A higher `paidOutPerDayMinor` sends what waits at once. Audited.""")
    public Uni<SpendingLimits> change(@NotNull @Valid LimitsChange change) {
        return staff.as(who -> change(who, change));
    }

    /** Changes the limits of any brand. */
    @PATCH
    @Path("/brands/{id}/limits")
    @RolesAllowed(Staff.FOUNDER)
    @Operation(
            summary = "Change the limits of any brand's money",
            description = "Only for founders; there is no upper limit. Audited, in that brand.")
    public Uni<SpendingLimits> changeOf(@PathParam("id") UUID id, @NotNull @Valid LimitsChange change) {
        return staff.as(who -> change(who.at(id), change));
    }

    private Uni<SpendingLimits> change(Staff who, LimitsChange change) {
        return pool.withTransaction(tx -> limits.lock(tx, who.brand()).flatMap(before -> {
            SpendingLimits after = change.appliedTo(before);
            SpendingLimits most = limits.defaults();
            // One that a founder has set higher may stay so, and be lowered.
            if (who.role() != Staff.Role.FOUNDER && !after.isWithin(before) && !after.isWithin(most)) {
                throw new Problem(ProblemType.FORBIDDEN, "only founders allow more than: " + most.text());
            }
            return limits.update(
                            tx,
                            who.brand(),
                            change.campaignMinor(),
                            change.publishedPerDayMinor(),
                            change.paidOutPerDayMinor())
                    .flatMap(done -> audit.write(
                            tx, who, "brand.limits", who.brand().toString(), new AuditChange(before, after)))
                    .replaceWith(after);
        }));
    }
}
