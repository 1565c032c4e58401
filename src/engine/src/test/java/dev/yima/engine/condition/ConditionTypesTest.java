package dev.yima.engine.condition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.engine.condition.Condition.ClaimAttempt;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.PrizePool;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.engine.rules.Period;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConditionTypesTest {
    private static final PrizePool POOL = new PrizePool(10, List.of(new Prize(PrizeKind.CASH, 100, 10)));

    /** Texts of each condition by its word: a narrow one, and a wider one unless there is but one. */
    private static final Map<String, List<String>> TEXTS = Map.of(
            "hours", List.of("10:00 20:00", "09:00 20:00"),
            "people", List.of("NEW"),
            "tags", List.of("vip", "staff vip"),
            "regions", List.of("510000", "500000 510000"),
            "person-day", List.of("2", "3"),
            "person", List.of("2", "3"),
            "cash-hour", List.of("200", "300"),
            "cash-day", List.of("200", "300"));

    @Test
    void everyConditionIsRegistered() {
        Set<Class<?>> permitted = leaves(Condition.class).collect(Collectors.toSet());
        assertEquals(
                permitted,
                ConditionTypes.ALL.stream().map(ConditionType::condition).collect(Collectors.toSet()));
        assertEquals(permitted.size(), ConditionTypes.ALL.size());
        assertEquals(
                TEXTS.keySet(),
                ConditionTypes.ALL.stream().map(ConditionType::word).collect(Collectors.toSet()));
        assertEquals(
                permitted.size(),
                ConditionTypes.ALL.stream().map(ConditionType::field).distinct().count(),
                "each has a field of its own");
    }

    @Test
    void everyConditionIsReadFromTheTextThatItWrites() {
        for (ConditionType<?> type : ConditionTypes.ALL) {
            for (String text : texts(type)) {
                Condition condition = type.read().apply(text);
                assertEquals(text, condition.text(), type.word());
                assertEquals(type, condition.type());
                assertTrue(type.condition().isInstance(condition));
                assertFalse(condition.facts().isEmpty(), type.word());
                CampaignRules rules = rules(Conditions.of(Conditions.ZONE_DEFAULT, condition));
                assertEquals(rules, CampaignRules.read(rules.text()));
                assertTrue(rules.text().endsWith(type.word() + " " + text + "\n"), rules.text());
            }
        }
    }

    @Test
    void aConditionUnderTheLockIsNeverDecidedWithoutIt() {
        for (ConditionType<?> type : ConditionTypes.ALL) {
            Condition condition = type.read().apply(texts(type).get(0));
            CampaignRules rules = rules(Conditions.of(Conditions.ZONE_DEFAULT, condition));
            assertEquals(condition instanceof Condition.BeforeCommit, rules.dependOnPositionOnly(), type.word());
            assertEquals(
                    condition.facts().stream().anyMatch(Condition.Fact::isOfClaimant),
                    rules.needHistory(),
                    type.word());
        }
    }

    @Test
    void aConditionMayBecomeWiderAndNeverNarrower() {
        for (ConditionType<?> type : ConditionTypes.ALL) {
            List<Conditions> narrowFirst = Stream.concat(
                            texts(type).stream()
                                    .map(text ->
                                            Conditions.NONE.with(type.read().apply(text))),
                            Stream.of(Conditions.NONE))
                    .toList();
            for (int one = 0; one < narrowFirst.size(); one++) {
                for (int other = 0; other < narrowFirst.size(); other++) {
                    assertEquals(
                            one >= other,
                            type.isAtLeastAsWide(narrowFirst.get(one), narrowFirst.get(other)),
                            type.word() + " " + one + " " + other);
                }
            }
        }
    }

    @Test
    void theLinesHaveOneOrderWhateverOrderTheConditionsCameIn() {
        List<Condition> all = new ArrayList<>();
        ConditionTypes.ALL.forEach(type -> all.add(type.read().apply(texts(type).get(0))));
        Collections.reverse(all);
        Conditions conditions = new Conditions(ZoneId.of("UTC"), all);

        assertEquals("""
                zone UTC
                hours 10:00 20:00
                people NEW
                tags vip
                regions 510000
                person-day 2
                person 2
                cash-hour 200
                cash-day 200
                """, rules(conditions).text().lines().skip(5).collect(Collectors.joining("\n", "", "\n")));
        assertEquals(Optional.of(new PersonLimit(2)), conditions.get(PersonLimit.class));
        assertEquals(Optional.empty(), conditions.without(PersonLimit.class).get(PersonLimit.class));
        assertThrows(
                IllegalArgumentException.class,
                () -> Conditions.of(Conditions.ZONE_DEFAULT, new PersonLimit(1), new PersonLimit(2)));
    }

    @Test
    void theRegionIsReadOnlyIfAConditionAsks() {
        ClaimAttempt attempt = new ClaimAttempt(Instant.EPOCH, Conditions.ZONE_DEFAULT, () -> {
            throw new AssertionError("nobody asks");
        });
        assertEquals(Optional.empty(), Conditions.NONE.with(new PersonLimit(1)).refusal(attempt));
    }

    private static List<String> texts(ConditionType<?> type) {
        return TEXTS.getOrDefault(type.word(), List.of());
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(ConditionTypesTest::leaves)
                : Stream.of(type);
    }

    private static CampaignRules rules(Conditions conditions) {
        return new CampaignRules(new UUID(0, 1), "CNY", POOL, Period.OPEN, conditions);
    }
}
