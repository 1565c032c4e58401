package dev.yima.gateway.reward.coupon;

import dev.yima.gateway.claim.SaleAttribution.Rule;
import dev.yima.gateway.reward.coupon.CouponRepository.State;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A coupon as its row has it. Amounts are in minor units. */
record Coupon(
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
        @Nullable Rule keptBack) {
    /** As it is at a moment: over when its time is, whether or not anybody has tidied up. */
    Coupon at(Instant now) {
        return state != State.ISSUED || expiresAt.isAfter(now) ? this : ended(State.EXPIRED, null, null, null, null);
    }

    /** As it is once somebody has redeemed it; without its fee where a rule keeps that back. */
    Coupon redeemed(Instant now, Till till, @Nullable Rule rule) {
        return ended(State.REDEEMED, now, till.store(), till.member(), rule);
    }

    private Coupon ended(
            State as, @Nullable Instant at, @Nullable UUID by, @Nullable UUID person, @Nullable Rule rule) {
        return new Coupon(
                claim, brand, campaign, member, code, title, price, storeFee, currency, as, expiresAt, at, by, person,
                rule);
    }

    static Coupon of(Row row) {
        OffsetDateTime redeemed = row.getOffsetDateTime("redeemed_at");
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
                row.getOffsetDateTime("expires_at").toInstant(),
                redeemed == null ? null : redeemed.toInstant(),
                row.getUUID("redeemed_by"),
                row.getUUID("redeemed_member"),
                keptBack == null ? null : Rule.valueOf(keptBack));
    }

    /** Where a coupon is redeemed: by a staff key, or by a person of a partner. */
    record Till(UUID brand, UUID store, @Nullable UUID member) {}
}
