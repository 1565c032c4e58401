package dev.yima.gateway.reward.coupon;

import dev.yima.gateway.claim.SaleAttribution.Rule;
import dev.yima.gateway.platform.http.MinorUnits;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A coupon that was redeemed. Amounts are in minor units.
 *
 * @param title what it was good for
 * @param priceMinor what the person pays at the store; 0 for nothing
 * @param storeFeeMinor what the store earned; 0 for nothing
 * @param currency of both
 * @param redeemedAt when
 * @param keptBack by which rule the store earned no fee; null where it did, or there was none
 */
@Schema(name = "RedeemedCoupon")
public record RedeemedCoupon(
        String title,
        long priceMinor,
        long storeFeeMinor,
        String currency,
        @Nullable Instant redeemedAt,
        @Nullable Rule keptBack) {
    static RedeemedCoupon of(Coupon coupon) {
        return new RedeemedCoupon(
                coupon.title(),
                coupon.price(),
                coupon.keptBack() == null ? coupon.storeFee() : 0,
                coupon.currency(),
                coupon.redeemedAt(),
                coupon.keptBack());
    }

    /** The price at the store as a text, such as {@code ¥1.00}. */
    public String priceIn(Locale locale) {
        return MinorUnits.format(priceMinor, currency, locale);
    }

    /** The fee of the store as a text, such as {@code ¥0.50}. */
    public String feeIn(Locale locale) {
        return MinorUnits.format(storeFeeMinor, currency, locale);
    }
}
