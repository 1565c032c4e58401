package dev.yima.gateway.scan.page;

import dev.yima.engine.prize.DrawKind;
import dev.yima.engine.prize.Odds;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizePool;
import dev.yima.gateway.campaign.draft.PageTheme;
import dev.yima.gateway.campaign.publication.RunningCampaign;
import dev.yima.gateway.platform.http.MinorUnits;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A wheel of fortune: a segment for each prize line, all alike, and one for nothing. It turns while the claim is made
 * and stops where the draw says; its segments say nothing about the odds, which stand on the campaign's page.
 *
 * @param segments clockwise from the top
 */
record PrizeWheel(List<Segment> segments) {
    private static final int SEGMENTS_MAX = 12;
    private static final int RADIUS = 100;

    /** The wheel of a campaign that has one. */
    static @Nullable PrizeWheel of(@Nullable RunningCampaign campaign) {
        if (campaign == null || campaign.look() != PageTheme.WHEEL) {
            return null;
        }
        PrizePool pool = campaign.terms().rules().pool();
        List<Prize> lines = pool.prizes();
        boolean blank = canWinNothing(pool);
        int shown = Math.min(lines.size(), SEGMENTS_MAX - (blank ? 1 : 0));
        int count = shown + (blank ? 1 : 0);
        String currency = campaign.terms().rules().currency();
        List<Segment> segments = new ArrayList<>();
        for (Prize prize : lines.subList(0, shown)) {
            segments.add(new Segment(prize, currency, segments.size(), count));
        }
        if (blank) {
            segments.add(new Segment(null, currency, shown, count));
        }
        return new PrizeWheel(segments);
    }

    /** The words of the segments, in the order of the segments, laid out so that each stays within its segment. */
    public WheelLettering lettering(Locale locale, String point, String points, String nothing) {
        return WheelLettering.of(segments.stream()
                .map(segment -> segment.label(locale, point, points, nothing))
                .toList());
    }

    private static boolean canWinNothing(PrizePool pool) {
        long won = pool.prizes().stream()
                .mapToLong(prize -> pool.draw() == DrawKind.EXACT
                        ? prize.count()
                        : prize.odds().orElseThrow().perMillion())
                .sum();
        return won < (pool.draw() == DrawKind.EXACT ? pool.claims() : Odds.MILLION);
    }

    /**
     * A segment.
     *
     * @param prize its prize; null for nothing
     * @param currency the currency of its cash
     * @param index its number, from 0
     * @param count the number of segments
     */
    record Segment(@Nullable Prize prize, String currency, int index, int count) {
        /** The kind of its prize; empty for nothing. */
        public String kind() {
            return prize == null ? "" : prize.kind().name();
        }

        /** The least amount of its prize; 0 for nothing. */
        public long least() {
            return prize == null ? 0 : prize.amount();
        }

        /** The greatest amount of its prize; 0 for nothing. */
        public long most() {
            return prize == null ? 0 : prize.amountMax();
        }

        /** Its title, empty where it has none. */
        public String title() {
            return prize == null ? "" : prize.details().title();
        }

        /** Its words, for people. */
        public String label(Locale locale, String point, String points, String nothing) {
            if (prize == null) {
                return nothing;
            }
            return switch (prize.kind()) {
                case CASH -> MinorUnits.brief(prize.amount(), prize.amountMax(), currency, locale);
                case POINTS ->
                    number(prize.amount(), prize.amountMax(), locale) + ' ' + (prize.amountMax() == 1 ? point : points);
                case COUPON, GIFT, PIECE, THANKS -> title();
            };
        }

        private static String number(long least, long most, Locale locale) {
            NumberFormat format = NumberFormat.getIntegerInstance(locale);
            return least == most ? format.format(least) : format.format(least) + '–' + format.format(most);
        }

        /** Its outline, as the path of an SVG around the origin. */
        public String outline() {
            if (count == 1) {
                return "M0-100a100 100 0 1 1 0 200a100 100 0 1 1 0-200z";
            }
            double half = Math.PI / count;
            return String.format(
                    Locale.ROOT,
                    "M0 0L%.2f %.2fA%d %d 0 0 1 %.2f %.2fz",
                    -RADIUS * Math.sin(half),
                    -RADIUS * Math.cos(half),
                    RADIUS,
                    RADIUS,
                    RADIUS * Math.sin(half),
                    -RADIUS * Math.cos(half));
        }

        /** Its turn from the top, in degrees clockwise. */
        public int angle() {
            return Math.round(360f * index / count);
        }
    }
}
