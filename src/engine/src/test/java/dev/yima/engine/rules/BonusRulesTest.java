package dev.yima.engine.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.engine.condition.Conditions;
import dev.yima.engine.condition.Tags;
import dev.yima.engine.draw.Draw;
import dev.yima.engine.prize.Bonus;
import dev.yima.engine.prize.Bonus.Nth;
import dev.yima.engine.prize.Bonus.Window;
import dev.yima.engine.prize.Claimant;
import dev.yima.engine.prize.DrawKind;
import dev.yima.engine.prize.PointsTerms;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeAward;
import dev.yima.engine.prize.PrizeDetails;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.PrizePool;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What the rules of a play give, claim by claim. */
class BonusRulesTest {
    private static final Instant MONDAY = Instant.parse("2026-06-01T04:00:00Z");
    private static final byte[] SEED = new byte[Draw.SEED_BYTES];

    @Test
    void aRangeCostsExactlyItsTotalAndLeavesNoAmountOut() {
        RandomGenerator random = new SplittableRandom(20261124);
        for (int n = 0; n < 500; n++) {
            int count = 1 + random.nextInt(60);
            long least = 1 + random.nextInt(50);
            Prize prize = range(least, least + random.nextInt(300), count);
            byte[] seed = new byte[Draw.SEED_BYTES];
            random.nextBytes(seed);
            Draw draw = new Draw(new PrizePool(count + random.nextInt(20), List.of(prize)), seed);
            List<Long> amounts = amounts(draw, prize);
            assertEquals(
                    prize.total(), amounts.stream().mapToLong(Long::longValue).sum());
            assertEquals(count, amounts.size());
            assertTrue(amounts.stream().allMatch(amount -> amount >= least && amount <= prize.amountMax()));
        }
        Prize wide = range(1, 10, 20_000);
        List<Long> drawn = amounts(new Draw(new PrizePool(20_000, List.of(wide)), SEED), wide);
        for (long amount = 1; amount <= 10; amount++) {
            long one = amount;
            // 10,000 pairs: a standard deviation is 30 of 1,000, twice where both ends of a pair meet.
            assertEquals(2_000, drawn.stream().filter(got -> got == one).count(), 250);
        }
    }

    private static List<Long> amounts(Draw draw, Prize prize) {
        List<Long> amounts = new ArrayList<>();
        for (int position = 0; amounts.size() < prize.count(); position++) {
            draw.win(position, List.of()).map(PrizeAward::amount).ifPresent(amounts::add);
        }
        return amounts;
    }

    @Test
    void pointsCountMoreOnTheirDays() {
        PrizePool pool = new PrizePool(9, List.of(new Prize(PrizeKind.POINTS, 5, 9)));
        List<Multiplier> multipliers = List.of(
                new Multiplier(2, Set.of(DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY)),
                new Multiplier(3, Set.of(DayOfWeek.WEDNESDAY)));
        CampaignRules rules = new CampaignRules(new UUID(0, 1), "CNY", pool, Period.OPEN, Conditions.NONE, multipliers);
        assertEquals(9 * 5 * 3, rules.funding(PrizeKind.POINTS), "the pool can pay the best day");
        assertEquals(5, won(rules, MONDAY));
        assertEquals(10, won(rules, Instant.parse("2026-06-01T16:00:00Z")), "Tuesday has come in Shanghai");
        assertEquals(15, won(rules, MONDAY.plus(Duration.ofDays(2))), "of two that meet, the larger");
    }

    private static long won(CampaignRules rules, Instant at) {
        Draw draw = new Draw(rules.pool(), SEED);
        return rules.decide(draw, CampaignProgress.none(rules.pool()), Claimant.anybody(at))
                .win()
                .orElseThrow()
                .amount();
    }

    @Test
    void theLastPieceWinsTheSetWhileThereAreAny() {
        PrizePool pool = new PrizePool(
                10,
                List.of(piece("spring", 5), piece("autumn", 5)),
                DrawKind.EXACT,
                List.of(new Bonus(Optional.empty(), new Prize(PrizeKind.CASH, 8_800, 1))));
        CampaignRules rules = new CampaignRules(new UUID(0, 1), "CNY", pool);
        Draw draw = new Draw(pool, SEED);
        CampaignProgress start = CampaignProgress.none(pool);
        int drawn = draw.win(0, start.won()).orElseThrow().line();
        int other = 1 - drawn;

        ClaimDecision first = rules.decide(draw, start, Claimant.anybody(MONDAY));
        assertEquals(drawn, first.win().orElseThrow().line(), "one piece is no set");
        ClaimDecision same = rules.decide(draw, start, holding(Map.of(drawn, 3)));
        assertEquals(drawn, same.win().orElseThrow().line(), "the same piece again is no set");
        ClaimDecision set = rules.decide(draw, start, holding(Map.of(other, 1)));
        assertEquals(2, set.win().orElseThrow().line());
        assertEquals(8_800, set.win().orElseThrow().amount());
        assertEquals(Optional.of(drawn), set.drawn());
        assertEquals(List.of(0, 0, 1), set.after().won());

        CampaignProgress soldOut = set.after();
        int next = draw.win(1, soldOut.won()).orElseThrow().line();
        ClaimDecision late = rules.decide(draw, soldOut, holding(Map.of(1 - next, 1)));
        assertEquals(next, late.win().orElseThrow().line(), "no prize of the set is left: the piece is kept");
    }

    @Test
    void theNthClaimOfAPersonWinsForSureAndTakesNothingAway() {
        Bonus third = new Bonus(Optional.of(new Nth(3, Window.WEEK)), new Prize(PrizeKind.POINTS, 50, 1));
        PrizePool pool = new PrizePool(10, List.of(new Prize(PrizeKind.CASH, 100, 1)), DrawKind.EXACT, List.of(third));
        CampaignRules rules = new CampaignRules(new UUID(0, 1), "CNY", pool);
        Draw draw = new Draw(pool, SEED);
        int lucky = 0;
        for (int position = 0; position < 10; position++) {
            CampaignProgress progress = new CampaignProgress(
                    position, List.of(0, 0), CampaignProgress.Spending.NONE, CampaignProgress.Spending.NONE);
            ClaimDecision turn = rules.decide(draw, progress, inWeek(2));
            boolean cash = draw.win(position, List.of(0, 0)).isPresent();
            assertEquals(cash ? 0 : 1, turn.win().orElseThrow().line(), "a prize that is drawn stands");
            assertEquals(cash, rules.decide(draw, progress, inWeek(1)).win().isPresent());
            assertEquals(cash, rules.decide(draw, progress, inWeek(3)).win().isPresent());
            lucky += cash ? 1 : 0;
        }
        assertEquals(1, lucky);
    }

    @Test
    void aClaimOpensALockedPacketIfThereIsOne() {
        Prize locked = new Prize(
                PrizeKind.CASH, 188, 188, 5, Optional.empty(), new PrizeDetails("", 0, 0, 0, 7, PointsTerms.NONE));
        PrizePool pool = new PrizePool(5, List.of(locked));
        CampaignRules rules = new CampaignRules(new UUID(0, 1), "CNY", pool);
        Draw draw = new Draw(pool, SEED);
        CampaignProgress start = CampaignProgress.none(pool);
        assertTrue(rules.needHistory());
        assertEquals(false, rules.decide(draw, start, Claimant.anybody(MONDAY)).opens());
        assertEquals(true, rules.decide(draw, start, person(0, Map.of(), 2)).opens());
    }

    @Test
    void whoeverIsNotChosenIsTurnedAway() {
        PrizePool pool = new PrizePool(5, List.of(new Prize(PrizeKind.CASH, 1, 5)));
        Conditions vip = Conditions.NONE.with(new Tags(Set.of("vip", "staff")));
        CampaignRules rules = new CampaignRules(new UUID(0, 1), "CNY", pool, Period.OPEN, vip);
        Draw draw = new Draw(pool, SEED);
        CampaignProgress start = CampaignProgress.none(pool);
        assertEquals(
                ClaimDecision.Kind.NOT_CHOSEN,
                rules.decide(draw, start, Claimant.anybody(MONDAY)).kind());
        Claimant chosen = new Claimant(MONDAY, 0, 0, 0, 0, 0, Map.of(), 0, Set.of("vip"));
        assertEquals(ClaimDecision.Kind.TAKEN, rules.decide(draw, start, chosen).kind());
    }

    @Test
    void prizesThatMakeNoSenseAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Prize(PrizeKind.COUPON, 1, 1), "no title");
        assertThrows(IllegalArgumentException.class, () -> new Prize(PrizeKind.GIFT, 2, 1), "not one");
        assertThrows(IllegalArgumentException.class, () -> range(10, 9, 1));
        assertThrows(IllegalArgumentException.class, () -> PrizeDetails.titled("two\nlines"));
        assertThrows(IllegalArgumentException.class, () -> PrizeDetails.titled(" space "));
        Bonus set = new Bonus(Optional.empty(), new Prize(PrizeKind.CASH, 1, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new PrizePool(9, List.of(piece("one", 3)), DrawKind.EXACT, List.of(set)),
                "a set of one");
        assertThrows(
                IllegalArgumentException.class,
                () -> new PrizePool(9, List.of(piece("one", 3), piece("two", 3))),
                "pieces of no set");
    }

    private static Claimant holding(Map<Integer, Integer> pieces) {
        return person(0, pieces, 0);
    }

    private static Claimant inWeek(int claims) {
        return person(claims, Map.of(), 0);
    }

    private static Claimant person(int inWeek, Map<Integer, Integer> pieces, int locked) {
        return new Claimant(MONDAY, 0, inWeek, inWeek, inWeek, inWeek, pieces, locked, Set.of());
    }

    private static Prize range(long least, long most, int count) {
        return new Prize(PrizeKind.CASH, least, most, count, Optional.empty(), PrizeDetails.NONE);
    }

    private static Prize piece(String title, int count) {
        return new Prize(PrizeKind.PIECE, 1, 1, count, Optional.empty(), PrizeDetails.titled(title));
    }
}
