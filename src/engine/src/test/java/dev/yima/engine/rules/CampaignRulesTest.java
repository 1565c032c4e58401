package dev.yima.engine.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.engine.condition.CashDayLimit;
import dev.yima.engine.condition.CashHourLimit;
import dev.yima.engine.condition.Condition.ClaimAttempt;
import dev.yima.engine.condition.Conditions;
import dev.yima.engine.condition.Hours;
import dev.yima.engine.condition.NewPeople;
import dev.yima.engine.condition.PersonDayLimit;
import dev.yima.engine.condition.PersonLimit;
import dev.yima.engine.condition.Regions;
import dev.yima.engine.draw.Draw;
import dev.yima.engine.place.Region;
import dev.yima.engine.prize.Claimant;
import dev.yima.engine.prize.DrawKind;
import dev.yima.engine.prize.Odds;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.PrizePool;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CampaignRulesTest {
    private static final UUID CAMPAIGN = new UUID(0, 1);
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final Instant NOON = Instant.parse("2026-06-01T04:00:00Z");
    private static final PrizePool TEN = new PrizePool(10, List.of(new Prize(PrizeKind.CASH, 100, 10)));

    @Test
    void theTextTellsEverythingAndNothingElse() {
        RandomGenerator random = new SplittableRandom(20261124);
        for (int n = 0; n < 2_000; n++) {
            CampaignRules rules = RandomRules.from(random);
            assertEquals(rules, CampaignRules.read(rules.text()), rules.text());
        }
    }

    @Test
    void whatIsNotWrittenLikeRulesIsRefused() {
        String text = new CampaignRules(CAMPAIGN, "CNY", TEN).text();
        for (String other : List.of(
                "",
                "yima/rules/2\n",
                text.replace("\n", "\r\n"),
                text + "\n",
                text + "people ALL\n",
                text.replace("claims 10", "claims 010"),
                text.replace("claims 10", "claims ten"),
                text.replace("prize 0", "prize 1"),
                text + "limit 3\n",
                text.substring(0, text.length() - 1))) {
            assertThrows(IllegalArgumentException.class, () -> CampaignRules.read(other), other);
        }
    }

    @Test
    void aClaimIsRefusedByTheFirstRuleThatForbidsIt() {
        CampaignRules rules = rules(
                TEN,
                Conditions.of(
                        SHANGHAI, new NewPeople(), new PersonDayLimit(2), new PersonLimit(5), new CashDayLimit(250)));
        Draw draw = new Draw(TEN, new byte[Draw.SEED_BYTES]);
        CampaignProgress start = CampaignProgress.none(TEN);
        assertEquals(
                ClaimDecision.Kind.TAKEN,
                rules.decide(draw, start, Claimant.anybody(NOON)).kind());
        assertEquals(
                ClaimDecision.Kind.NOT_NEW,
                rules.decide(draw, start, new Claimant(NOON, 0, 0, 1)).kind());
        assertEquals(
                ClaimDecision.Kind.PERSON_LIMIT,
                rules.decide(draw, start, new Claimant(NOON, 2, 5, 0)).kind());
        assertEquals(
                ClaimDecision.Kind.DAY_LIMIT,
                rules.decide(draw, start, new Claimant(NOON, 2, 4, 0)).kind());
        CampaignProgress full = new CampaignProgress(10, List.of(), start.hour(), start.day());
        assertEquals(
                ClaimDecision.Kind.CLOSED,
                rules.decide(draw, full, new Claimant(NOON, 2, 5, 9)).kind());
    }

    @Test
    void aDayBeginsAtMidnightOfTheCampaignsZone() {
        CampaignRules rules = rules(TEN, Conditions.of(SHANGHAI, new CashDayLimit(250)));
        Draw draw = new Draw(TEN, new byte[Draw.SEED_BYTES]);
        Instant beforeMidnight = Instant.parse("2026-06-01T15:59:59Z");
        CampaignProgress progress = CampaignProgress.none(TEN);
        for (ClaimDecision.Kind kind :
                List.of(ClaimDecision.Kind.TAKEN, ClaimDecision.Kind.TAKEN, ClaimDecision.Kind.PACED)) {
            ClaimDecision decision = rules.decide(draw, progress, Claimant.anybody(beforeMidnight));
            assertEquals(kind, decision.kind());
            progress = decision.after();
        }
        ClaimDecision next = rules.decide(draw, progress, Claimant.anybody(beforeMidnight.plusSeconds(1)));
        assertEquals(ClaimDecision.Kind.TAKEN, next.kind());
        ClaimDecision clockWentBack = rules.decide(draw, next.after(), Claimant.anybody(beforeMidnight));
        assertEquals(200, clockWentBack.after().day().cash(), "counted with the latest day, never with none");
    }

    @Test
    void oddsAreWhatTheySayAndBudgetsHold() {
        PrizePool pool = new PrizePool(
                200_000,
                List.of(
                        odds(PrizeKind.CASH, 100, 150_000, 250_000, Optional.empty()),
                        odds(PrizeKind.CASH, 900, 100, 100_000, Optional.of(2)),
                        odds(PrizeKind.POINTS, 5, 1_000_000, 100, Optional.empty())),
                DrawKind.ODDS);
        CampaignRules rules = rules(pool, Conditions.NONE);
        Draw draw = new Draw(pool, new byte[Draw.SEED_BYTES]);
        CampaignProgress progress = CampaignProgress.none(pool);
        for (int n = 0; n < pool.claims(); n++) {
            progress = rules.decide(draw, progress, Claimant.anybody(NOON)).after();
        }
        // A standard deviation is 194 of 50,000, and 134 of 20,000.
        assertEquals(50_000, progress.won().get(0), 1_000);
        assertEquals(100, progress.won().get(1), "never more than its count");
        assertEquals(20_000 - 100, progress.won().get(2), 700, "what is used up falls back");
    }

    @Test
    void hoursMaySpanMidnight() {
        Hours night = new Hours(LocalTime.of(22, 0), LocalTime.of(2, 0));
        assertTrue(night.contain(LocalTime.of(23, 59)) && night.contain(LocalTime.MIDNIGHT));
        assertTrue(!night.contain(LocalTime.of(2, 0)) && !night.contain(LocalTime.of(21, 59)));
        Hours untilMidnight = new Hours(LocalTime.of(22, 0), LocalTime.MIDNIGHT);
        assertTrue(untilMidnight.contain(LocalTime.of(23, 59)) && !untilMidnight.contain(LocalTime.MIDNIGHT));
        assertTrue(night.containAllOf(untilMidnight) && !untilMidnight.containAllOf(night));
    }

    @Test
    void rulesThatContradictThemselvesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> rules(TEN, Conditions.of(SHANGHAI, new CashHourLimit(99))));
        assertThrows(
                IllegalArgumentException.class,
                () -> new PrizePool(1, List.of(odds(PrizeKind.CASH, 1, 1, 600_000, Optional.of(0))), DrawKind.ODDS));
        assertThrows(
                IllegalArgumentException.class,
                () -> new PrizePool(1, List.of(new Prize(PrizeKind.CASH, 1, 1)), DrawKind.ODDS));
    }

    @Test
    void onlyImprovementsAreImprovements() {
        Hours day = new Hours(LocalTime.of(10, 0), LocalTime.of(20, 0));
        CampaignRules old = new CampaignRules(
                CAMPAIGN,
                "CNY",
                TEN,
                new Period(Optional.of(NOON), Optional.of(NOON.plusSeconds(100))),
                Conditions.of(SHANGHAI, day));
        Instant before = NOON.minusSeconds(1);

        assertEquals(List.of(), RulesChangePolicy.breaches(old, old, NOON));
        assertEquals(
                List.of(),
                RulesChangePolicy.breaches(
                        old, new CampaignRules(CAMPAIGN, "CNY", TEN, Period.OPEN, Conditions.NONE), before),
                "earlier, longer, at all hours");
        assertEquals(
                List.of("startsAt"),
                fields(old, new CampaignRules(CAMPAIGN, "CNY", TEN, Period.OPEN, old.conditions()), NOON));
        Hours shifted = new Hours(LocalTime.of(11, 0), LocalTime.of(23, 0));
        assertEquals(
                List.of(
                        "endsAt",
                        "zone",
                        "hours",
                        "people",
                        "limits.perPersonDay",
                        "limits.perPerson",
                        "limits.cashPerHourMinor",
                        "limits.cashPerDayMinor"),
                fields(
                        old,
                        new CampaignRules(
                                CAMPAIGN,
                                "CNY",
                                TEN,
                                new Period(Optional.of(NOON), Optional.of(NOON.plusSeconds(99))),
                                Conditions.of(
                                        ZoneId.of("UTC"),
                                        shifted,
                                        new NewPeople(),
                                        new PersonDayLimit(1_000),
                                        new PersonLimit(1_000),
                                        new CashHourLimit(100),
                                        new CashDayLimit(100))),
                        before));
        PrizePool more = new PrizePool(11, TEN.prizes());
        assertEquals(
                List.of("prizes"),
                fields(old, new CampaignRules(CAMPAIGN, "CNY", more, old.period(), old.conditions()), before));
    }

    @Test
    void tiesAreBrokenByTheOrderOfCommitsOnly() {
        CampaignRules rules = rules(TEN, Conditions.NONE);
        Draw draw = new Draw(TEN, new byte[Draw.SEED_BYTES]);
        CampaignProgress progress = CampaignProgress.none(TEN);
        for (int position : IntStream.range(0, 10).toArray()) {
            ClaimDecision decision = rules.decide(draw, progress, Claimant.anybody(NOON));
            assertEquals(draw.win(position, List.of()), decision.win());
            progress = decision.after();
        }
        assertEquals(
                ClaimDecision.Kind.CLOSED,
                rules.decide(draw, progress, Claimant.anybody(NOON)).kind());
    }

    @Test
    void regionsOnlyGetWiderAndWhoCannotBePlacedIsInside() {
        Conditions both = Conditions.NONE.with(new Regions(List.of(Region.SICHUAN, Region.CHONGQING)));
        assertTrue(isOpenTo(both, Optional.of(Region.SICHUAN)) && isOpenTo(both, Optional.empty()));
        assertTrue(!isOpenTo(both, Optional.of(Region.ABROAD)) && !isOpenTo(both, Optional.of(Region.BEIJING)));
        assertTrue(isOpenTo(Conditions.NONE, Optional.of(Region.ABROAD)));
        assertThrows(IllegalArgumentException.class, () -> new Regions(List.of(Region.ABROAD)));

        CampaignRules old = rules(TEN, both);
        assertEquals(List.of(), fields(old, rules(TEN, Conditions.NONE), NOON));
        assertEquals(
                List.of("regions"),
                fields(old, rules(TEN, Conditions.NONE.with(new Regions(List.of(Region.SICHUAN)))), NOON));
        assertEquals(List.of("regions"), fields(rules(TEN, Conditions.NONE), old, NOON));
    }

    private static boolean isOpenTo(Conditions conditions, Optional<Region> origin) {
        return conditions
                .refusal(new ClaimAttempt(NOON, SHANGHAI, () -> origin))
                .isEmpty();
    }

    private static List<String> fields(CampaignRules old, CampaignRules changed, Instant now) {
        return RulesChangePolicy.breaches(old, changed, now).stream()
                .map(RulesChangePolicy.Breach::field)
                .toList();
    }

    private static Prize odds(PrizeKind kind, long amount, int count, int perMillion, Optional<Integer> fallback) {
        return new Prize(kind, amount, count, Optional.of(new Odds(perMillion, fallback)));
    }

    private static CampaignRules rules(PrizePool pool, Conditions conditions) {
        return new CampaignRules(CAMPAIGN, "CNY", pool, Period.OPEN, conditions);
    }
}
