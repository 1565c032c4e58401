package dev.yima.gateway.partnerapp;

import dev.yima.gateway.partner.people.Employee;
import dev.yima.gateway.partner.people.Permission;
import dev.yima.gateway.partnerapp.action.EmployeeConfirmation;
import dev.yima.gateway.partnerapp.action.EmployeePosts;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.reward.coupon.Coupon;
import dev.yima.gateway.reward.coupon.CouponRedemption;
import dev.yima.gateway.reward.coupon.RedeemedCoupon;
import dev.yima.gateway.visitor.EmployeeRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Redemption of consumers' coupons at stores. */
@ApplicationScoped
class EmployeeRedemption {
    private final EmployeePosts posts;
    private final EmployeeConfirmation confirmation;
    private final CouponRedemption coupons;

    EmployeeRedemption(EmployeePosts posts, EmployeeConfirmation confirmation, CouponRedemption coupons) {
        this.posts = posts;
        this.confirmation = confirmation;
        this.coupons = coupons;
    }

    /**
     * Redeems a coupon of the brand that the employee meets.
     *
     * @param store the store for which the employee acts; null where that follows from their posts
     * @param requestKey what tells a repetition of the request from another redemption; null for none
     * @return fails with {@code NOT_FOUND} for a coupon that does not exist, and with {@code CONFIRMATION_NEEDED}
     */
    Uni<RedeemedCoupon> redeem(
            EmployeeRequest request, String coupon, @Nullable UUID store, @Nullable String requestKey) {
        UUID brand = PartnerDashboard.brand(request);
        return acting(request, brand, store)
                .call(post -> confirmation.require(request, post.member()))
                .flatMap(post ->
                        coupons.redeem(brand, post.partner().id(), post.member(), Coupon.normalize(coupon), requestKey))
                .map(found -> found.orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)));
    }

    /**
     * A coupon as it is before it is redeemed: what it is good for, what the customer pays, and the fee of the store.
     * Nothing is written.
     *
     * @return fails as the redemption would, but needs no confirmation
     */
    Uni<RedeemedCoupon> preview(EmployeeRequest request, String coupon, @Nullable UUID store) {
        UUID brand = PartnerDashboard.brand(request);
        return acting(request, brand, store)
                .flatMap(post -> coupons.preview(brand, Coupon.normalize(coupon)))
                .map(found -> found.orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)));
    }

    private Uni<Employee> acting(EmployeeRequest request, UUID brand, @Nullable UUID store) {
        return posts.require(request, request.member(brand))
                .map(found -> EmployeePosts.acting(found, store, post -> post.may(Permission.REDEEM)));
    }
}
