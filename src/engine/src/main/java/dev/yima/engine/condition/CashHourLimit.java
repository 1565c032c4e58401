package dev.yima.engine.condition;

import dev.yima.engine.prize.PrizePool;

/**
 * The most cash that the campaign gives in an hour. A claim passes only while the largest prize still fits, so that a
 * refusal tells how much was given and never which prize comes next.
 *
 * @param cash in minor units, 1 to {@link PrizePool#TOTAL_MAX}
 */
public record CashHourLimit(long cash) implements Limit.OfCash {
    /** The registration. */
    public static final ConditionType<CashHourLimit> TYPE = new ConditionType<>(
            CashHourLimit.class,
            "cash-hour",
            "limits.cashPerHourMinor",
            NOT_LOWER,
            text -> new CashHourLimit(Long.parseLong(text)),
            (one, other) -> one.cash >= other.cash);

    /**
     * Makes the limit.
     *
     * @throws IllegalArgumentException when it is out of range
     */
    public CashHourLimit {
        Limit.mustBeWithin("cashPerHour", cash, PrizePool.TOTAL_MAX);
    }

    @Override
    public ConditionType<CashHourLimit> type() {
        return TYPE;
    }

    @Override
    public LimitName name() {
        return LimitName.CASH_PER_HOUR;
    }

    @Override
    public boolean allows(ClaimFacts facts) {
        return facts.cashThisHour() + facts.cashMax() <= cash;
    }
}
