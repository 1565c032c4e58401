package dev.yima.gateway.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.engine.CampaignRules;
import dev.yima.engine.Conditions.People;
import dev.yima.engine.DrawAudit;
import dev.yima.engine.DrawAudit.Won;
import dev.yima.engine.Limits;
import dev.yima.engine.PrizeKind;
import dev.yima.engine.Turn;
import io.vertx.mutiny.sqlclient.Row;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Checks a campaign that has ended, from the rows of its claims and the text of its rules alone.
 *
 * @param rules what was promised
 * @param claims the rows, by position
 */
record CampaignAudit(CampaignRules rules, List<Row> claims) {
    void drawsAreWhatTheSeedSays(String seed) {
        DrawAudit audit = new DrawAudit(rules, HexFormat.of().parseHex(seed), claims.size());
        int[] won = new int[rules.pool().prizes().size()];
        for (Row claim : claims) {
            Optional<Won> prize = Optional.ofNullable(claim.getInteger("prize_line"))
                    .map(line -> new Won(
                            line,
                            PrizeKind.valueOf(claim.getString("kind")),
                            claim.getLong("amount"),
                            claim.getString("unit")));
            prize.ifPresent(line -> won[line.line()]++);
            assertEquals(Optional.empty(), audit.check(claim.getInteger("position"), prize), this::text);
        }
        for (int line = 0; line < won.length; line++) {
            assertTrue(won[line] <= rules.pool().prizes().get(line).count(), text());
        }
    }

    void nobodyHadMoreThanTheRulesAllow() {
        Limits limits = rules.conditions().limits();
        Map<UUID, Integer> inAll = new HashMap<>();
        Map<Map.Entry<UUID, LocalDate>, Integer> byDay = new HashMap<>();
        for (Row claim : claims) {
            UUID member = claim.getUUID("member_id");
            inAll.merge(member, 1, Integer::sum);
            byDay.merge(Map.entry(member, local(claim).toLocalDate()), 1, Integer::sum);
        }
        int most = rules.conditions().people() == People.NEW ? 1 : Integer.MAX_VALUE;
        int perPerson = Math.min(most, limits.perPerson().orElse(most));
        assertTrue(inAll.values().stream().allMatch(count -> count <= perPerson), () -> text() + inAll);
        int perDay = limits.perPersonDay().orElse(Integer.MAX_VALUE);
        assertTrue(byDay.values().stream().allMatch(count -> count <= perDay), () -> text() + byDay);
    }

    void noStretchGaveMoreThanTheRulesAllow() {
        Limits limits = rules.conditions().limits();
        limits.cashPerHour().ifPresent(most -> mustGiveAtMost(most, ChronoUnit.HOURS));
        limits.cashPerDay().ifPresent(most -> mustGiveAtMost(most, ChronoUnit.DAYS));
    }

    void refusedWithReason(List<Turn.Kind> refusals) {
        Limits limits = rules.conditions().limits();
        for (Turn.Kind refusal : refusals) {
            boolean known = switch (refusal) {
                case TAKEN -> false;
                case CLOSED -> claims.size() == rules.pool().claims();
                case NOT_NEW -> rules.conditions().people() == People.NEW;
                case DAY_LIMIT -> limits.perPersonDay().isPresent();
                case PERSON_LIMIT -> limits.perPerson().isPresent();
                case PACED -> limits.onCash();
            };
            assertTrue(known, refusal + " in " + text());
        }
    }

    Map<UUID, Long> rewards() {
        Map<UUID, Long> rewards = new HashMap<>();
        claims.stream()
                .filter(claim -> claim.getInteger("prize_line") != null)
                .forEach(claim -> rewards.put(claim.getUUID("id"), claim.getLong("amount")));
        return rewards;
    }

    /** A claim whose clock went back counts with the latest stretch, as money that is given now. */
    private void mustGiveAtMost(long most, ChronoUnit stretch) {
        ZonedDateTime latest = null;
        long given = 0;
        for (Row claim : claims) {
            ZonedDateTime at = local(claim).truncatedTo(stretch);
            if (latest == null || at.isAfter(latest)) {
                latest = at;
                given = 0;
            }
            given += PrizeKind.CASH.name().equals(claim.getString("kind")) ? claim.getLong("amount") : 0;
            assertTrue(given <= most, stretch + " " + given + " in " + text());
        }
    }

    private ZonedDateTime local(Row claim) {
        return claim.getOffsetDateTime("claimed_at")
                .atZoneSameInstant(rules.conditions().zone());
    }

    private String text() {
        return rules.text();
    }
}
