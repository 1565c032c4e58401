package dev.yima.engine.rules;

import dev.yima.engine.condition.Condition.Fact;
import dev.yima.engine.condition.Conditions;
import dev.yima.engine.prize.PrizeAward;
import dev.yima.engine.prize.PrizePool;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjuster;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;

/**
 * The progress of a campaign: all that its next claim depends on, beside its rules, its seed and the claimant.
 *
 * @param position the next free position
 * @param won the number of prizes of each line that were won; empty where the pool does not count them
 * @param hour the cash given in the latest hour in which there was some
 * @param day the same for the latest day
 */
public record CampaignProgress(int position, List<Integer> won, Spending hour, Spending day) {
    /**
     * Makes a progress.
     *
     * @param won copied
     */
    public CampaignProgress {
        won = List.copyOf(won);
    }

    /** A campaign of which nothing was claimed. */
    public static CampaignProgress none(PrizePool pool) {
        List<Integer> won =
                pool.countsWins() ? pool.lines().stream().map(prize -> 0).toList() : List.of();
        return new CampaignProgress(0, won, Spending.NONE, Spending.NONE);
    }

    /** A campaign whose claims depend on their position only. */
    public static CampaignProgress at(int position) {
        return new CampaignProgress(position, List.of(), Spending.NONE, Spending.NONE);
    }

    /**
     * Cash given in a stretch of time.
     *
     * @param since the beginning of the stretch
     * @param cash the amount, in minor units
     */
    public record Spending(Instant since, long cash) {
        /** Nothing, at no time. */
        public static final Spending NONE = new Spending(Instant.EPOCH, 0);

        /** The cash given in the stretch that a moment lies in; a clock that went back stays in the latest. */
        long within(Instant stretch) {
            return stretch.isAfter(since) ? 0 : cash;
        }

        Spending and(Instant stretch, long more) {
            return stretch.isAfter(since) ? new Spending(stretch, more) : new Spending(since, cash + more);
        }
    }

    /** The number of prizes of each line that were won, with one more. */
    List<Integer> wonWith(PrizeAward win) {
        if (won.isEmpty()) {
            return won;
        }
        List<Integer> more = new ArrayList<>(won);
        more.set(win.line(), more.get(win.line()) + 1);
        return more;
    }

    /** The same, with one more prize won and nothing else. */
    public CampaignProgress with(PrizeAward win) {
        return new CampaignProgress(position, wonWith(win), hour, day);
    }

    /** The same, after a claim. */
    CampaignProgress after(Instant at, Conditions conditions, List<Integer> wonNow, long cash) {
        boolean paced = conditions.need(Fact.CASH);
        return new CampaignProgress(
                position + 1,
                wonNow,
                paced ? hour.and(hour(at, conditions), cash) : hour,
                paced ? day.and(day(at, conditions), cash) : day);
    }

    /** The beginning of the day of a moment, by the campaign's calendar. */
    public static Instant day(Instant at, Conditions conditions) {
        return firstDay(at, conditions, sameDay -> sameDay);
    }

    /** The beginning of the week of a moment: a Monday. */
    public static Instant week(Instant at, Conditions conditions) {
        return firstDay(at, conditions, TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    /** The beginning of the month of a moment. */
    public static Instant month(Instant at, Conditions conditions) {
        return firstDay(at, conditions, TemporalAdjusters.firstDayOfMonth());
    }

    /** The first midnight, where the clocks go back over it and there are two. */
    private static Instant firstDay(Instant at, Conditions conditions, TemporalAdjuster first) {
        return LocalDate.ofInstant(at, conditions.zone())
                .with(first)
                .atStartOfDay(conditions.zone())
                .toInstant();
    }

    /** The beginning of the hour of a moment; the hour that a change of the clocks repeats is two. */
    static Instant hour(Instant at, Conditions conditions) {
        return ZonedDateTime.ofInstant(at, conditions.zone())
                .truncatedTo(ChronoUnit.HOURS)
                .toInstant();
    }
}
