package dev.yima.gateway.brand;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The limits of a brand's money, in minor units of its currency. Days are those of its time zone.
 *
 * @param campaignMinor the most that the prizes of one campaign are worth
 * @param publishedPerDayMinor the most that all prizes are worth that are published in a day
 * @param paidOutPerDayMinor the most that is sent out for payment in a day; the rest waits for the next day
 */
public record SpendingLimits(
        @Schema(examples = "1000000000") long campaignMinor,
        @Schema(examples = "2000000000") long publishedPerDayMinor,
        @Schema(examples = "500000000") long paidOutPerDayMinor) {

    /** Whether each is at most that of others. */
    boolean isWithin(SpendingLimits others) {
        return campaignMinor <= others.campaignMinor
                && publishedPerDayMinor <= others.publishedPerDayMinor
                && paidOutPerDayMinor <= others.paidOutPerDayMinor;
    }

    /** As the audit has them. */
    String text() {
        return "campaign " + campaignMinor + ", published per day " + publishedPerDayMinor + ", paid out per day "
                + paidOutPerDayMinor;
    }
}
