package dev.yima.engine.condition;

import dev.yima.engine.prize.Claimant;

/**
 * A claim, as it is known under the lock of its pool. Cash is in minor units, and 0 where no condition needs
 * {@link Condition.Fact#CASH}.
 *
 * @param claimant the claimant and their history
 * @param cashMax the largest cash prize of a consumer
 * @param cashThisHour the cash given in the current hour
 * @param cashThisDay the cash given on the current day
 */
public record ClaimFacts(Claimant claimant, long cashMax, long cashThisHour, long cashThisDay) {}
