package dev.yima.engine.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.yima.engine.draw.DrawReferencePage.Table;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeDetails;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.PrizePool;
import dev.yima.engine.rules.CampaignRules;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the vectors of {@code docs/reference/draw.md} equal to what this module does. */
class DrawPageTest {
    private static final DrawReferencePage PAGE = DrawReferencePage.named("draw.md");
    private static final int PLACES_SHOWN = 8;
    private static final UUID CAMPAIGN = UUID.fromString("00000000-0000-7000-8000-000000000001");
    private static final List<Prize> PRIZES =
            List.of(new Prize(PrizeKind.CASH, 8_800, 1), new Prize(PrizeKind.POINTS, 10, 3));
    private static final PrizePool POOL = new PrizePool(10, PRIZES);
    private static final CampaignRules RULES = new CampaignRules(CAMPAIGN, "CNY", POOL);
    private static final byte[] ZEROS = new byte[Draw.SEED_BYTES];
    private static final byte[] COUNTING = counting();

    @Test
    void theRulesOfThePageAreWrittenHere() {
        List<String> lines = RULES.text().lines().toList();
        assertEquals(RULES.text(), String.join("\n", lines) + "\n");
        PAGE.assertTable(
                "rules",
                new Table(
                        List.of("line", "text"),
                        IntStream.range(0, lines.size())
                                .mapToObj(line -> List.of(Integer.toString(line + 1), code(lines.get(line))))
                                .toList()));
    }

    @Test
    void theCommitmentsOfThePageAreMadeHere() {
        CampaignRules richer = new CampaignRules(
                CAMPAIGN, "CNY", new PrizePool(10, List.of(new Prize(PrizeKind.CASH, 8_801, 1), PRIZES.get(1))));
        CampaignRules empty = new CampaignRules(new UUID(-1, -1), "EUR", new PrizePool(1, List.of()));
        PAGE.assertTable(
                "commitments",
                new Table(
                        List.of("seed", "rules", "commitment"),
                        List.of(
                                commitment(ZEROS, RULES, "the rules above"),
                                commitment(COUNTING, RULES, "the rules above"),
                                commitment(ZEROS, richer, "the same with 8801 in line 5"),
                                commitment(
                                        COUNTING,
                                        empty,
                                        "campaign " + empty.campaign() + ", currency EUR, 1 claim, no prizes"))));
    }

    @Test
    void thePlacesOfThePageAreComputedHere() {
        PAGE.assertTable(
                "places",
                new Table(
                        List.of(
                                "seed",
                                "claims",
                                "bits: left, right",
                                "places of positions 0 to 7",
                                "place of the last"),
                        Stream.of(
                                        places(ZEROS, 1),
                                        places(ZEROS, 2),
                                        places(ZEROS, 4),
                                        places(ZEROS, 5),
                                        places(ZEROS, 10),
                                        places(COUNTING, 10),
                                        places(ZEROS, 1_000),
                                        places(COUNTING, 1_024),
                                        places(COUNTING, 1_025),
                                        places(ZEROS, 65_537),
                                        places(COUNTING, 1_000_000),
                                        places(COUNTING, PrizePool.CLAIMS_MAX))
                                .toList()));
    }

    @Test
    void theDrawOfThePageHappensHere() {
        Draw draw = new Draw(POOL, COUNTING);
        PAGE.assertTable(
                "draw",
                new Table(
                        List.of("position", "place", "line", "wins"),
                        IntStream.range(0, POOL.claims())
                                .mapToObj(position -> List.of(
                                        Integer.toString(position),
                                        Integer.toString(draw.place(position)),
                                        draw.win(position, List.of())
                                                .map(win -> String.valueOf(win.line()))
                                                .orElse(""),
                                        draw.win(position, List.of())
                                                .map(win -> win.amount() + " "
                                                        + win.prize().kind().unit(RULES.currency()))
                                                .orElse("")))
                                .toList()));
    }

    @Test
    void theAmountsOfThePageAreDrawnHere() {
        Prize range = new Prize(PrizeKind.CASH, 100, 300, 5, Optional.empty(), PrizeDetails.NONE);
        PAGE.assertTable(
                "ranges",
                new Table(
                        List.of("prize", "amount under zeros", "under counting"),
                        IntStream.range(0, range.count())
                                .mapToObj(nth -> List.of(
                                        Integer.toString(nth), amount(range, ZEROS, nth), amount(range, COUNTING, nth)))
                                .toList()));
    }

    /** Of one prize line that fills its pool, the prize at a place is the one of the same number. */
    private static String amount(Prize range, byte[] seed, int nth) {
        Draw draw = new Draw(new PrizePool(range.count(), List.of(range)), seed);
        return IntStream.range(0, range.count())
                .filter(position -> draw.place(position) == nth)
                .mapToObj(
                        position -> draw.win(position, List.of()).orElseThrow().amount())
                .map(String::valueOf)
                .collect(Collectors.joining());
    }

    @Test
    void theTicketsOfThePageAreDrawnHere() {
        PrizePool pool = new PrizePool(PrizePool.CLAIMS_MAX, List.of());
        PAGE.assertTable(
                "tickets",
                new Table(
                        List.of("position", "ticket under zeros", "under counting"),
                        Stream.of(0, 1, 2, 1_000, pool.claims() - 1)
                                .map(position -> List.of(
                                        Integer.toString(position),
                                        Integer.toString(new Draw(pool, ZEROS).ticket(position)),
                                        Integer.toString(new Draw(pool, COUNTING).ticket(position))))
                                .toList()));
    }

    private static List<String> commitment(byte[] seed, CampaignRules rules, String name) {
        return List.of(code(hex(seed)), name, code(hex(Draw.commitment(seed, rules.text()))));
    }

    private static List<String> places(byte[] seed, int claims) {
        Draw draw = new Draw(new PrizePool(claims, List.of()), seed);
        int bits = Math.max(2, Integer.SIZE - Integer.numberOfLeadingZeros(claims - 1));
        String first = IntStream.range(0, Math.min(claims, PLACES_SHOWN))
                .mapToObj(position -> Integer.toString(draw.place(position)))
                .collect(Collectors.joining(" "));
        return List.of(
                seed == ZEROS ? "zeros" : "counting",
                Integer.toString(claims),
                bits / 2 + ", " + (bits - bits / 2),
                first,
                Integer.toString(draw.place(claims - 1)));
    }

    private static byte[] counting() {
        byte[] seed = new byte[Draw.SEED_BYTES];
        for (int i = 0; i < seed.length; i++) {
            seed[i] = (byte) i;
        }
        return seed;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String code(String text) {
        return '`' + text + '`';
    }
}
