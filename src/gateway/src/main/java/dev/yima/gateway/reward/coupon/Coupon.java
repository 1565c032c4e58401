package dev.yima.gateway.reward.coupon;

import dev.yima.gateway.claim.SaleAttribution.Rule;
import dev.yima.gateway.platform.db.Rows;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The row of a coupon.
 *
 * @param claim the claim that won it; the reward's id
 * @param brand the brand that issued it
 * @param campaign the campaign that reserves the store's fee
 * @param member its owner
 * @param code its code, normalized
 * @param title the text of what it is good for
 * @param price the price at the store, in minor units; 0 for nothing
 * @param storeFee the fee of the store, in minor units; 0 for none
 * @param currency the ISO 4217 code of both
 * @param state its state, as it is stored
 * @param expiresAt the end of its time
 * @param redeemedAt the time of its redemption; null before
 * @param redeemedBy the staff key or the partner that redeemed it; null before
 * @param redeemedMember the employee who redeemed it; null before, and for a staff key
 * @param redeemedWith the Idempotency-Key of its redemption; null before, and without one
 * @param keptBack the rule that withheld the fee; null where none did
 */
public record Coupon(
        UUID claim,
        UUID brand,
        UUID campaign,
        UUID member,
        String code,
        String title,
        long price,
        long storeFee,
        String currency,
        State state,
        Instant expiresAt,
        @Nullable Instant redeemedAt,
        @Nullable UUID redeemedBy,
        @Nullable UUID redeemedMember,
        @Nullable String redeemedWith,
        @Nullable Rule keptBack) {
    /** States of a coupon. */
    @Schema(name = "CouponState")
    public enum State {
        /** It can be redeemed, until it expires. */
        ISSUED,
        /** A store has redeemed it. */
        REDEEMED,
        /** Its time is over. */
        EXPIRED
    }

    /**
     * A code as it is stored, from a code as people type it: in any case, with spaces, dashes and other characters
     * between its symbols, and with the letters O, I and L for the digits 0 and 1.
     */
    public static String normalize(String code) {
        return code.toUpperCase(Locale.ROOT)
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1')
                .replaceAll("[^0-9A-Z]", "");
    }

    /** The coupon at a moment: expired from its expiry on, even where its row still says otherwise. */
    Coupon at(Instant now) {
        return state != State.ISSUED || expiresAt.isAfter(now) ? this : ended(State.EXPIRED, null, null, null);
    }

    /** The coupon once it is redeemed; without its fee where a rule withholds that. */
    Coupon redeemed(Instant now, Redeemer redeemer, @Nullable Rule rule) {
        return ended(State.REDEEMED, now, redeemer, rule);
    }

    /** Whether a redemption is the one that was, asked for again: the same store, with the same key. */
    boolean isRedeemedBy(Redeemer redeemer) {
        return redeemer.store().equals(redeemedBy)
                && redeemer.requestKey() != null
                && redeemer.requestKey().equals(redeemedWith);
    }

    private Coupon ended(State as, @Nullable Instant at, @Nullable Redeemer by, @Nullable Rule rule) {
        return new Coupon(
                claim,
                brand,
                campaign,
                member,
                code,
                title,
                price,
                storeFee,
                currency,
                as,
                expiresAt,
                at,
                by == null ? null : by.store(),
                by == null ? null : by.member(),
                by == null ? null : by.requestKey(),
                rule);
    }

    static Coupon of(Row row) {
        String keptBack = row.getString("kept_back");
        return new Coupon(
                row.getUUID("claim_id"),
                row.getUUID("brand_id"),
                row.getUUID("campaign_id"),
                row.getUUID("member_id"),
                row.getString("code"),
                row.getString("title"),
                row.getLong("price"),
                row.getLong("store_fee"),
                row.getString("currency"),
                State.valueOf(row.getString("state")),
                Rows.instant(row, "expires_at"),
                Rows.instantOrNull(row, "redeemed_at"),
                row.getUUID("redeemed_by"),
                row.getUUID("redeemed_member"),
                row.getString("redeemed_with"),
                keptBack == null ? null : Rule.valueOf(keptBack));
    }

    /**
     * The store that redeems a coupon.
     *
     * @param brand the brand of the coupon
     * @param store the staff key, or the partner
     * @param member the partner's employee; null for a staff key
     * @param requestKey the Idempotency-Key of the request; null for none
     */
    record Redeemer(
            UUID brand,
            UUID store,
            @Nullable UUID member,
            @Nullable String requestKey) {}
}
