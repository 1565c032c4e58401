package dev.yima.engine.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.engine.condition.CashDayLimit;
import dev.yima.engine.condition.Conditions;
import dev.yima.engine.condition.Limit;
import dev.yima.engine.condition.PersonDayLimit;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.PrizePool;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.engine.rules.Period;
import dev.yima.engine.simulation.Rehearsal.BonusHunters;
import dev.yima.engine.simulation.Rehearsal.Day;
import dev.yima.engine.simulation.Rehearsal.Outcome;
import dev.yima.engine.simulation.Rehearsal.Spread;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private static final PrizePool POOL =
            new PrizePool(1_000, List.of(cash(188, 100), new Prize(PrizeKind.POINTS, 10, 300)));

    @Test
    void theWholePoolCostsThePool() {
        Outcome outcome = play(rehearsal(POOL, Rehearsal.evenly(5_000, 300), 0, new BonusHunters(0.5, 10)));

        assertEquals(new Spread(18_800, 18_800, 18_800, 18_800), outcome.cashMinor());
        assertEquals(3_000, outcome.points().mean());
        assertEquals(17, outcome.days());
        assertEquals(Optional.of(4), outcome.poolEmptyAfterDays());
        assertTrue(outcome.gangCashMinor().p5() > 0 && outcome.gangCashMinor().p95() < 18_800);
        assertEquals(0, outcome.byDay().get(4).cashMinor().p95(), "after the pool is empty nothing is won");
    }

    @Test
    void aSmallPoolMakesClaimsNoCheaper() {
        PrizePool one = new PrizePool(1, List.of(cash(1, 1)));
        assertEquals(
                10, play(rehearsal(one, List.of(100_000), 0, BonusHunters.NONE)).plays());
    }

    @Test
    void halfThePoolCostsAboutHalf() {
        PrizePool pool = new PrizePool(10_000, List.of(cash(100, 1_000)));
        Outcome outcome = play(rehearsal(pool, List.of(5_000), 0, BonusHunters.NONE));

        assertEquals(50_000, outcome.cashMinor().mean(), 1_500);
        assertTrue(outcome.poolEmptyAfterDays().isEmpty());
        assertFalse(outcome.cashMinor().p5() > outcome.cashMinor().p95());
        assertEquals(0, outcome.gangCashMinor().p95());
    }

    @Test
    void theDaysAddUpToThePlay() {
        Outcome outcome =
                play(rehearsal(POOL, Rehearsal.along(900, List.of(1.0, 0.0, 5.0, 3.0)), 0, BonusHunters.NONE));

        assertEquals(
                List.of(100, 0, 500, 300),
                outcome.byDay().stream().map(Day::claims).toList());
        assertEquals(0, outcome.byDay().get(1).cashMinor().p95());
        long mean = outcome.byDay().stream()
                .mapToLong(day -> day.cashMinor().mean())
                .sum();
        assertEquals(outcome.cashMinor().mean(), mean, 2);
    }

    @Test
    void aCurveLosesNoClaim() {
        for (int claims = 1; claims < 200; claims++) {
            List<Integer> days = Rehearsal.along(claims, List.of(0.1, 7.3, 1.0, 0.0, 2.9));
            assertEquals(claims, days.stream().mapToInt(Integer::intValue).sum());
            assertTrue(days.stream().allMatch(day -> day >= 0), days.toString());
        }
        assertEquals(List.of(300, 300, 1), Rehearsal.evenly(601, 300));
    }

    @Test
    void whoComesBackIsOneMember() {
        Outcome outcome = play(rehearsal(POOL, List.of(1_000), 0.75, BonusHunters.NONE));

        assertEquals(250, outcome.members());
        assertEquals(75, outcome.cashPerMemberMinor(), "18,800 over 250, rounded");
    }

    @Test
    void theSameDiceGiveTheSameOutcome() {
        Rehearsal rehearsal = rehearsal(POOL, List.of(400, 300), 0.1, new BonusHunters(0.2, 10));
        assertEquals(play(rehearsal), play(rehearsal));
    }

    @Test
    void limitsHold() {
        for (List<Integer> days : List.of(List.<Integer>of(), List.of(0), List.of(-1, 2), List.of(1_000_001))) {
            assertThrows(
                    IllegalArgumentException.class, () -> rehearsal(POOL, days, 0, BonusHunters.NONE), days.toString());
        }
        assertThrows(IllegalArgumentException.class, () -> rehearsal(POOL, List.of(1), 1, BonusHunters.NONE));
        assertThrows(IllegalArgumentException.class, () -> rehearsal(POOL, List.of(1), Double.NaN, BonusHunters.NONE));
        assertThrows(IllegalArgumentException.class, () -> new BonusHunters(1.1, 1));
        assertThrows(IllegalArgumentException.class, () -> Rehearsal.evenly(367, 1));
    }

    @Test
    void aLimitKeepsMoneyFromTheBonusHunters() {
        PrizePool pool = new PrizePool(10_000, List.of(cash(100, 10_000)));
        Conditions conditions = Conditions.of(Conditions.ZONE_DEFAULT, new PersonDayLimit(3), new CashDayLimit(50_000));
        CampaignRules rules = new CampaignRules(new UUID(0, 1), "CNY", pool, Period.OPEN, conditions);

        Outcome outcome = play(new Rehearsal(rules, List.of(1_000, 1_000), 0, new BonusHunters(0.3, 20)));

        assertEquals(100 * 3 * 20 * 2, outcome.gangCashMinor().p95(), "twenty people, three a day, two days");
        assertEquals(
                List.of(Limit.LimitName.PER_PERSON_DAY, Limit.LimitName.CASH_PER_DAY),
                outcome.limits().stream().map(Rehearsal.LimitEffect::limit).toList());
        Rehearsal.LimitEffect perDay = outcome.limits().get(0);
        assertEquals(outcome.gangCashMinor().mean(), perDay.gangCashMinor());
        assertEquals(30_000, perDay.gangCashWithoutMinor(), 3_000, "then they take their share of each day's 50,000");
        outcome.byDay().forEach(day -> assertTrue(day.cashMinor().p95() <= 50_000, day.toString()));
    }

    private static Rehearsal rehearsal(PrizePool pool, List<Integer> days, double returning, BonusHunters hunters) {
        return new Rehearsal(new CampaignRules(new UUID(0, 1), "CNY", pool), days, returning, hunters);
    }

    private static Outcome play(Rehearsal rehearsal) {
        return rehearsal.play(new SplittableRandom(1));
    }

    private static Prize cash(long amountMinor, int count) {
        return new Prize(PrizeKind.CASH, amountMinor, count);
    }
}
