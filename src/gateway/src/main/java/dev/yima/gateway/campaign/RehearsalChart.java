package dev.yima.gateway.campaign;

import dev.yima.engine.simulation.Rehearsal.Day;
import dev.yima.engine.simulation.Rehearsal.Outcome;
import dev.yima.engine.simulation.Rehearsal.Spread;
import dev.yima.gateway.campaign.draft.Campaign;
import dev.yima.gateway.platform.http.MinorUnits;
import java.util.List;
import java.util.Locale;

/**
 * A rehearsal as its page shows it: cash by day, a bar up to the median and a line from p5 to p95. Lengths are in the
 * units of the drawing, {@value #WIDTH} by {@value #HEIGHT}.
 *
 * @param name of the campaign
 * @param currency of its cash
 * @param outcome what was found
 * @param bars the days
 */
record RehearsalChart(String name, String currency, Outcome outcome, List<Bar> bars) {
    static final int WIDTH = 400;
    static final int HEIGHT = 160;

    private static final double BAR_SHARE = 0.7;

    /**
     * A day.
     *
     * @param x where its bar begins
     * @param width how wide that is
     * @param middle where its line stands
     * @param median the upper end of the bar
     * @param height how high the bar is
     * @param low the lower end of the line
     * @param high the upper end of the line
     */
    record Bar(double x, double width, double middle, double median, double height, double low, double high) {}

    static RehearsalChart of(Campaign campaign, Outcome outcome) {
        long most = outcome.byDay().stream()
                .mapToLong(day -> day.cashMinor().p95())
                .max()
                .orElse(0);
        double unit = (double) HEIGHT / Math.max(1, most);
        double step = (double) WIDTH / outcome.byDay().size();
        return new RehearsalChart(
                campaign.name,
                campaign.rules().currency(),
                outcome,
                outcome.byDay().stream().map(day -> bar(day, step, unit)).toList());
    }

    /** An amount of money for people. */
    public String money(long minor) {
        return MinorUnits.format(minor, currency, Locale.ENGLISH);
    }

    /** A spread of money for people. */
    public String money(Spread spread) {
        return money(spread.p5()) + " – " + money(spread.p50()) + " – " + money(spread.p95());
    }

    private static Bar bar(Day day, double step, double unit) {
        double x = (day.day() - 1) * step;
        Spread cash = day.cashMinor();
        return new Bar(
                round(x),
                round(step * BAR_SHARE),
                round(x + step * BAR_SHARE / 2),
                round(HEIGHT - cash.p50() * unit),
                round(cash.p50() * unit),
                round(HEIGHT - cash.p5() * unit),
                round(HEIGHT - cash.p95() * unit));
    }

    private static double round(double length) {
        return Math.round(length * 10) / 10.0;
    }
}
