package dev.yima.gateway.claim;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.yima.engine.PrizeKind;
import dev.yima.gateway.platform.MinorUnits;
import io.vertx.mutiny.sqlclient.Row;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a person won.
 *
 * @param id the claim's id
 * @param kind money or points
 * @param amountMinor of {@code CASH}: how much, in minor units
 * @param currency of {@code CASH}: its currency
 * @param points of {@code POINTS}: how many
 * @param state how far it has come
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Reward(
        UUID id,
        @Schema(examples = "CASH") PrizeKind kind,
        @Nullable @Schema(examples = "188") Long amountMinor,
        @Nullable @Schema(examples = "CNY") String currency,
        @Nullable Long points,
        State state) {

    /** How far a reward has come. */
    public enum State {
        /** Won; on its way. */
        AWARDED,
        /** Sent to the payout provider. */
        BILLED,
        /** The provider has it; the money is about to arrive. */
        WAIT_CONFIRM,
        /** There. */
        PAID,
        /** The provider refused it for a reason of the person's; it is still owed, and can be asked for again. */
        FAILED,
        /** Not confirmed in time; it is still owed, and can be asked for again. */
        EXPIRED,
        /** On its way again. */
        REISSUED,
        /** Still owed; somebody of the brand looks into it. */
        BLOCKED
    }

    /** Makes a reward from what is stored. */
    public static Reward of(UUID id, PrizeKind kind, long amount, String unit, State state) {
        return kind == PrizeKind.CASH
                ? new Reward(id, kind, amount, unit, null, state)
                : new Reward(id, kind, null, null, amount, state);
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
                        State.valueOf(row.getString("state")));
    }

    /** Whether the person can ask for it again. */
    public boolean canBeAskedForAgain() {
        return state == State.FAILED || state == State.EXPIRED;
    }

    /** The amount for people to read: {@code ¥1.88}, or a number of points. */
    public String amountIn(Locale locale) {
        return amountMinor != null && currency != null
                ? MinorUnits.format(amountMinor, currency, locale)
                : NumberFormat.getIntegerInstance(locale).format(points == null ? 0 : points);
    }

    static @Nullable Reward of(Award award) {
        if (award.prize().isEmpty()) {
            return null;
        }
        var prize = award.prize().get();
        State state = prize.kind() == PrizeKind.CASH ? State.AWARDED : State.PAID;
        return of(
                award.request().id(), prize.kind(), prize.amount(), award.unit().orElseThrow(), state);
    }
}
