package dev.yima.gateway.claim.commit;

import io.vertx.mutiny.sqlclient.Row;

/**
 * Numbers of claims of a member in a campaign.
 *
 * @param today since the day began
 * @param inWeek since the week began
 * @param inMonth since the month began
 * @param inCampaign altogether
 */
record PeriodCounts(int today, int inWeek, int inMonth, int inCampaign) {
    static final PeriodCounts NONE = new PeriodCounts(0, 0, 0, 0);

    /** Reads a row with the columns {@code today}, {@code in_week}, {@code in_month} and {@code in_campaign}. */
    static PeriodCounts of(Row row) {
        return new PeriodCounts(
                row.getInteger("today"),
                row.getInteger("in_week"),
                row.getInteger("in_month"),
                row.getInteger("in_campaign"));
    }

    /**
     * The counts with one claim more.
     *
     * @param counted the periods that are counted
     * @param claim the periods of the claim
     */
    PeriodCounts plus(ClaimPeriods counted, ClaimPeriods claim) {
        return new PeriodCounts(
                today + (claim.day().isBefore(counted.day()) ? 0 : 1),
                inWeek + (claim.day().isBefore(counted.week()) ? 0 : 1),
                inMonth + (claim.day().isBefore(counted.month()) ? 0 : 1),
                inCampaign + 1);
    }
}
