package dev.yima.engine.condition;

import dev.yima.engine.prize.PrizePool;

/**
 * The most cash that the campaign gives on a day. A claim passes only while the largest prize still fits, so that a
 * refusal tells how much was given and never which prize comes next.
 *
 * @param cash in minor units, 1 to {@link PrizePool#TOTAL_MAX}
 */
public record CashDayLimit(long cash) implements Limit.OfCash {
    /** The registration. */
    public static final ConditionType<CashDayLimit> TYPE = new ConditionType<>(
            CashDayLimit.class,
            "cash-day",
            "limits.cashPerDayMinor",
            NOT_LOWER,
            text -> new CashDayLimit(Long.parseLong(text)),
            (one, other) -> one.cash >= other.cash);

    /**
     * Makes the limit.
     *
     * @throws IllegalArgumentException when it is out of range
     */
    public CashDayLimit {
        Limit.mustBeWithin("cashPerDay", cash, PrizePool.TOTAL_MAX);
    }

    @Override
    public ConditionType<CashDayLimit> type() {
        return TYPE;
    }

    @Override
    public LimitName name() {
        return LimitName.CASH_PER_DAY;
    }

    @Override
    public boolean allows(ClaimFacts facts) {
        return facts.cashThisDay() + facts.cashMax() <= cash;
    }
}
