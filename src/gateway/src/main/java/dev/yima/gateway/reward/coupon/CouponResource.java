package dev.yima.gateway.reward.coupon;

import dev.yima.gateway.claim.SaleAttribution.Rule;
import dev.yima.gateway.platform.http.Page;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.reward.coupon.Coupon.State;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Coupons, for the stores that redeem them. */
@Path("/api/v1/coupons")
@Tag(name = "Coupons")
@RolesAllowed(Staff.STORE)
@NonBlocking
@Cancellable(false)
public class CouponResource {
    private static final UUID START = new UUID(0, 0);

    private final Pool pool;
    private final CouponRepository coupons;
    private final CouponRedemption redemption;
    private final CurrentStaff staff;
    private final Clock clock;

    CouponResource(Pool pool, CouponRepository coupons, CouponRedemption redemption, CurrentStaff staff, Clock clock) {
        this.pool = pool;
        this.redemption = redemption;
        this.coupons = coupons;
        this.staff = staff;
        this.clock = clock;
    }

    /**
     * A coupon, as staff see it.
     *
     * @param id the id of the reward that it is
     * @param code the code that its owner shows at the store
     * @param title the text of what it is good for
     * @param priceMinor the price at the store, in minor units; 0 for nothing
     * @param storeFeeMinor the fee of the store that redeems it, in minor units; 0 for none
     * @param currency the ISO 4217 code of both
     * @param state its state
     * @param expiresAt the end of its time
     * @param redeemedAt the time of its redemption; null before
     * @param redeemedBy the staff key or the partner that redeemed it; null before
     * @param redeemedMemberId the employee who redeemed it; null before, and for a staff key
     * @param keptBack the rule that withheld the fee; null where none did
     */
    @Schema(name = "Coupon")
    public record CouponView(
            UUID id,
            @Schema(examples = "7K3M9QX2B4TF") String code,

            @Schema(examples = "One more bottle for one yuan")
            String title,

            @Schema(examples = "100") long priceMinor,
            @Schema(examples = "50") long storeFeeMinor,
            @Schema(examples = "CNY") String currency,
            State state,
            Instant expiresAt,
            @Nullable Instant redeemedAt,
            @Nullable UUID redeemedBy,
            @Nullable UUID redeemedMemberId,
            @Nullable Rule keptBack) {
        private static CouponView of(Coupon coupon) {
            return new CouponView(
                    coupon.claim(),
                    coupon.code(),
                    coupon.title(),
                    coupon.price(),
                    coupon.storeFee(),
                    coupon.currency(),
                    coupon.state(),
                    coupon.expiresAt(),
                    coupon.redeemedAt(),
                    coupon.redeemedBy(),
                    coupon.redeemedMember(),
                    coupon.keptBack());
        }
    }

    /** Lists the coupons, in the order in which they were won. */
    @GET
    @RolesAllowed(Staff.ROLE)
    @Operation(summary = "List the coupons")
    public Uni<Page<CouponView>> list(
            @Nullable @QueryParam("state") State state,
            @QueryParam("limit") @DefaultValue(Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit,
            @Nullable @QueryParam("after") UUID after) {
        return staff.as(who -> coupons.list(pool, who.brand(), state, after == null ? START : after, limit)
                .map(found -> new Page<>(
                        found.stream()
                                .map(coupon -> CouponView.of(coupon.at(clock.instant())))
                                .toList(),
                        last(found, limit))));
    }

    /** Shows a coupon, before it is redeemed. */
    @GET
    @Path("/{code}")
    @Operation(summary = "Show a coupon")
    public Uni<CouponView> show(@PathParam("code") String code) {
        return staff.as(who -> coupons.find(pool, who.brand(), Coupon.normalize(code))
                .map(CouponResource::required)
                .map(coupon -> CouponView.of(coupon.at(clock.instant()))));
    }

    /** Redeems a coupon. */
    @POST
    @Path("/{code}/redeem")
    @Operation(
            summary = "Redeem a coupon",
            description = "Once, by one store, which earns its fee. The same request with the same `Idempotency-Key` is"
                    + " answered the same; any other is a second redemption, and refused.")
    public Uni<CouponView> redeem(
            @PathParam("code") String code,
            @Nullable @Size(max = 128) @HeaderParam("Idempotency-Key") String requestKey) {
        return staff.as(who -> redemption
                .redeem(who, Coupon.normalize(code), requestKey)
                .map(CouponResource::required)
                .map(CouponView::of));
    }

    private static Coupon required(Optional<Coupon> coupon) {
        return coupon.orElseThrow(() -> new Problem(ProblemType.NOT_FOUND));
    }

    private static @Nullable String last(List<Coupon> found, int limit) {
        return found.size() < limit ? null : found.get(limit - 1).claim().toString();
    }
}
