package dev.yima.gateway.claim;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.yima.engine.prize.PrizeAward;
import dev.yima.engine.prize.PrizeDetails;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.platform.http.MinorUnits;
import io.vertx.mutiny.sqlclient.Row;
import java.text.NumberFormat;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A reward, as its owner sees it.
 *
 * @param id the claim's id
 * @param kind its kind
 * @param amountMinor of {@code CASH}: the amount, in minor units
 * @param currency of {@code CASH}: its currency
 * @param points of {@code POINTS}: the number of points
 * @param state its state
 * @param title its name; null for money and points
 * @param couponCode of {@code COUPON}: the code that the store asks for
 * @param priceMinor of {@code COUPON}: the price at the store, in minor units of the brand's currency; null for nothing
 * @param expiresAt of a coupon, of points, and of a locked packet: the end of its time
 * @param availableAt of pending points: the moment from which they count
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Reward(
        UUID id,
        @Schema(examples = "CASH") PrizeKind kind,
        @Nullable @Schema(examples = "188") Long amountMinor,
        @Nullable @Schema(examples = "CNY") String currency,
        @Nullable Long points,
        State state,
        @Nullable @Schema(examples = "One more bottle") String title,
        @Nullable @Schema(examples = "7K3M9QX2B4TF") String couponCode,
        @Nullable Long priceMinor,
        @Nullable Instant expiresAt,
        @Nullable Instant availableAt) {

    /** States of a reward. */
    @Schema(name = "RewardState")
    public enum State {
        /** Won; on its way. A coupon can be redeemed, a gift waits for an address. */
        AWARDED,
        /** Won; the person's next claim of the campaign opens it. */
        LOCKED,
        /** Points that do not count yet. */
        PENDING,
        /** Points that were taken back. */
        REVERSED,
        /** Not opened in time; it went back to the campaign. */
        RETURNED,
        /** A coupon that was redeemed. */
        REDEEMED,
        /** A gift whose address is known. */
        ADDRESSED,
        /** A gift that was sent. */
        SHIPPED,
        /** Sent to the payout provider. */
        BILLED,
        /** The provider has it; the money is about to arrive. */
        WAIT_CONFIRM,
        /** There. */
        PAID,
        /** The provider refused it for a reason of the person's; it is still owed, and can be asked for again. */
        FAILED,
        /** Not confirmed in time; it is still owed, and can be asked for again. Coupons and points are over. */
        EXPIRED,
        /** On its way again. */
        REISSUED,
        /** Still owed; staff of the brand investigate. */
        BLOCKED
    }

    /** Makes a reward of money or points. */
    public static Reward of(UUID id, PrizeKind kind, long amount, String unit, State state) {
        return of(id, kind, amount, unit, state, Details.NONE);
    }

    private static Reward of(UUID id, PrizeKind kind, long amount, String unit, State state, Details details) {
        boolean cash = kind == PrizeKind.CASH;
        return new Reward(
                id,
                kind,
                cash ? amount : null,
                cash ? unit : null,
                kind == PrizeKind.POINTS ? amount : null,
                state,
                details.title == null || details.title.isEmpty() ? null : details.title,
                details.couponCode,
                details.price == null || details.price == 0 ? null : details.price,
                details.expiresAt,
                details.availableAt);
    }

    /** Reads a row of the view {@code reward}; null when its columns are, by an outer join. */
    public static @Nullable Reward of(Row row) {
        return row.getString("kind") == null
                ? null
                : of(
                        row.getUUID("id"),
                        PrizeKind.valueOf(row.getString("kind")),
                        row.getLong("amount"),
                        row.getString("unit"),
                        State.valueOf(row.getString("state")),
                        new Details(
                                row.getString("title"),
                                row.getString("coupon_code"),
                                row.getLong("price"),
                                Rows.instantOrNull(row, "expires_at"),
                                Rows.instantOrNull(row, "available_at")));
    }

    /** Whether it is a text of thanks and nothing else. */
    public boolean saysThanks() {
        return kind == PrizeKind.THANKS;
    }

    /** Whether it is a gift that waits for an address. */
    public boolean asksForAddress() {
        return kind == PrizeKind.GIFT && state == State.AWARDED;
    }

    /** Whether it is money that is still on its way, so that its state is about to change. */
    public boolean onItsWay() {
        return kind == PrizeKind.CASH
                && (state == State.AWARDED
                        || state == State.BILLED
                        || state == State.WAIT_CONFIRM
                        || state == State.REISSUED);
    }

    /** Whether its owner must do something with it by a moment, or has to wait for one. */
    public boolean hasTerms() {
        if (availableAt != null) {
            return true;
        }
        return expiresAt != null
                && switch (state) {
                    case LOCKED, PENDING -> true;
                    case AWARDED -> kind == PrizeKind.COUPON;
                    case PAID -> kind == PrizeKind.POINTS;
                    case FAILED, EXPIRED -> kind == PrizeKind.CASH;
                    case REVERSED, RETURNED, REDEEMED, ADDRESSED, SHIPPED, BILLED, WAIT_CONFIRM, REISSUED, BLOCKED ->
                        false;
                };
    }

    /** Whether its owner can request the payout again. */
    public boolean canBeAskedForAgain() {
        return kind == PrizeKind.CASH && (state == State.FAILED || state == State.EXPIRED);
    }

    /** The reward as a text: {@code ¥1.88}, a number of points, or its title. */
    public String amountIn(Locale locale) {
        if (amountMinor != null && currency != null) {
            return MinorUnits.format(amountMinor, currency, locale);
        }
        return points == null
                ? String.valueOf(title == null ? "" : title)
                : NumberFormat.getIntegerInstance(locale).format(points);
    }

    /** Makes the reward of a claim that was just committed; null when it won nothing. */
    static @Nullable Reward of(Award award) {
        if (award.win().isEmpty()) {
            return null;
        }
        PrizeAward win = award.win().get();
        PrizeDetails details = win.prize().details();
        return of(
                award.request().id(),
                win.prize().kind(),
                win.amount(),
                award.unit().orElseThrow(),
                initialState(award, win.prize().kind()),
                new Details(
                        details.title(),
                        award.couponCode().orElse(null),
                        details.price(),
                        award.expiresAt().orElse(null),
                        award.availableAt().orElse(null)));
    }

    /** Makes the reward of a locked packet that was opened. */
    static Reward opened(LockedPacket packet) {
        return of(packet.claim(), packet.kind(), packet.amount(), packet.unit(), initialState(packet.kind()));
    }

    private static State initialState(Award award, PrizeKind kind) {
        if (award.isLocked()) {
            return State.LOCKED;
        }
        return award.isReserved() ? State.PENDING : initialState(kind);
    }

    private static State initialState(PrizeKind kind) {
        return switch (kind) {
            case CASH, COUPON, GIFT -> State.AWARDED;
            case POINTS, PIECE, THANKS -> State.PAID;
        };
    }

    private record Details(
            @Nullable String title,
            @Nullable String couponCode,
            @Nullable Long price,
            @Nullable Instant expiresAt,
            @Nullable Instant availableAt) {
        static final Details NONE = new Details(null, null, null, null, null);
    }
}
