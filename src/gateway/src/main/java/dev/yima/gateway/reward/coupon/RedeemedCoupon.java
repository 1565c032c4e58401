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
 * @param title the text of what it was good for
 * @param priceMinor the price at the store; 0 for nothing
 * @param storeFeeMinor the fee that the store earned; 0 for none
 * @param currency the ISO 4217 code of both
 * @param redeemedAt the time of the redemption
 * @param keptBack the rule that withheld the fee; null where none did
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
