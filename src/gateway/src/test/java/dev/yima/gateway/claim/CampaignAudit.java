package dev.yima.gateway.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.engine.condition.CashDayLimit;
import dev.yima.engine.condition.CashHourLimit;
import dev.yima.engine.condition.Conditions;
import dev.yima.engine.condition.NewPeople;
import dev.yima.engine.condition.PersonDayLimit;
import dev.yima.engine.condition.PersonLimit;
import dev.yima.engine.condition.Tags;
import dev.yima.engine.prize.Bonus;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.PrizePool;
import dev.yima.engine.rules.CampaignProgress;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.engine.rules.ClaimDecision;
import dev.yima.engine.rules.DrawAudit;
import dev.yima.engine.rules.DrawAudit.Won;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Checks a campaign that has ended, from the rows of its claims and the text of its rules alone.
 *
 * @param rules what was promised
 * @param claims the rows, by position
 */
record CampaignAudit(CampaignRules rules, List<Row> claims) {
    void drawsAreWhatTheSeedSays(String seed) {
        DrawAudit audit = new DrawAudit(rules, HexFormat.of().parseHex(seed), claims.size());
        List<Prize> lines = rules.pool().lines();
        int[] won = new int[lines.size()];
        for (Row claim : claims) {
            Optional<Won> prize = Optional.ofNullable(claim.getInteger("prize_line"))
                    .map(line -> new Won(
                            line,
                            PrizeKind.valueOf(claim.getString("kind")),
                            claim.getLong("amount"),
                            claim.getString("unit")));
            prize.ifPresent(line -> won[line.line()]++);
            assertEquals(Optional.empty(), audit.check(claim.getInteger("position"), prize, at(claim)), this::text);
        }
        for (int line = 0; line < won.length; line++) {
            assertTrue(won[line] <= lines.get(line).count(), text());
        }
    }

    void nobodyHadMoreThanTheRulesAllow() {
        Conditions conditions = rules.conditions();
        Map<UUID, Integer> inAll = new HashMap<>();
        Map<Map.Entry<UUID, LocalDate>, Integer> byDay = new HashMap<>();
        for (Row claim : claims) {
            UUID member = claim.getUUID("member_id");
            inAll.merge(member, 1, Integer::sum);
            byDay.merge(Map.entry(member, local(claim).toLocalDate()), 1, Integer::sum);
        }
        int most = conditions.get(NewPeople.class).isPresent() ? 1 : Integer.MAX_VALUE;
        int perPerson = Math.min(
                most, conditions.get(PersonLimit.class).map(PersonLimit::claims).orElse(most));
        assertTrue(inAll.values().stream().allMatch(count -> count <= perPerson), () -> text() + inAll);
        int perDay =
                conditions.get(PersonDayLimit.class).map(PersonDayLimit::claims).orElse(Integer.MAX_VALUE);
        assertTrue(byDay.values().stream().allMatch(count -> count <= perDay), () -> text() + byDay);
    }

    void noStretchGaveMoreThanTheRulesAllow() {
        Conditions conditions = rules.conditions();
        conditions.get(CashHourLimit.class).ifPresent(most -> mustGiveAtMost(most.cash(), ChronoUnit.HOURS));
        conditions.get(CashDayLimit.class).ifPresent(most -> mustGiveAtMost(most.cash(), ChronoUnit.DAYS));
    }

    void refusedWithReason(List<ClaimDecision.Kind> refusals) {
        Conditions conditions = rules.conditions();
        for (ClaimDecision.Kind refusal : refusals) {
            boolean known = switch (refusal) {
                case TAKEN -> false;
                case CLOSED -> claims.size() == rules.pool().claims();
                case NOT_NEW -> conditions.get(NewPeople.class).isPresent();
                case NOT_CHOSEN -> conditions.get(Tags.class).isPresent();
                case DAY_LIMIT -> conditions.get(PersonDayLimit.class).isPresent();
                case PERSON_LIMIT -> conditions.get(PersonLimit.class).isPresent();
                case PACED ->
                    conditions.get(CashHourLimit.class).isPresent()
                            || conditions.get(CashDayLimit.class).isPresent();
            };
            assertTrue(known, refusal + " in " + text());
        }
    }

    /** Whoever was due a bonus got it while there was one, and nobody else did. */
    void bonusesWereDue() {
        PrizePool pool = rules.pool();
        int[] given = new int[pool.lines().size()];
        Map<UUID, List<Row>> before = new HashMap<>();
        for (Row claim : claims) {
            List<Row> earlier = before.computeIfAbsent(claim.getUUID("member_id"), fresh -> new ArrayList<>());
            Integer line = claim.getInteger("prize_line");
            int due = IntStream.range(0, pool.bonuses().size())
                    .filter(bonus -> isDue(pool.bonuses().get(bonus), claim, earlier))
                    .map(bonus -> pool.prizes().size() + bonus)
                    .filter(bonus -> given[bonus] < pool.lines().get(bonus).count())
                    .findFirst()
                    .orElse(-1);
            boolean bonus = line != null && line >= pool.prizes().size();
            assertEquals(due, bonus ? line : -1, () -> text() + claim.toJson());
            if (bonus) {
                given[line]++;
            }
            earlier.add(claim);
        }
    }

    private boolean isDue(Bonus bonus, Row claim, List<Row> earlier) {
        Integer line = claim.getInteger("prize_line");
        boolean given = line != null && line >= rules.pool().prizes().size();
        Integer drawn = given ? claim.getInteger("drawn_line") : line;
        PrizeKind kind = drawn == null ? null : rules.pool().prizes().get(drawn).kind();
        if (bonus.completesSet()) {
            return kind == PrizeKind.PIECE
                    && pieces(earlier).allMatch(held -> held.getKey().equals(drawn) || held.getValue() > 0);
        }
        Bonus.Nth nth = bonus.nth().orElseThrow();
        Instant since = switch (nth.per()) {
            case DAY -> CampaignProgress.day(at(claim), rules.conditions());
            case WEEK -> CampaignProgress.week(at(claim), rules.conditions());
            case MONTH -> CampaignProgress.month(at(claim), rules.conditions());
            case EVER -> Instant.MIN;
        };
        long before = earlier.stream().filter(row -> !at(row).isBefore(since)).count();
        return (kind == null || kind == PrizeKind.THANKS) && before + 1 == nth.n();
    }

    /** How many of each piece somebody holds after some claims. */
    private Stream<Map.Entry<Integer, Integer>> pieces(List<Row> earlier) {
        Map<Integer, Integer> held = new HashMap<>();
        List<Prize> prizes = rules.pool().prizes();
        IntStream.range(0, prizes.size())
                .filter(line -> prizes.get(line).kind() == PrizeKind.PIECE)
                .forEach(line -> held.put(line, 0));
        for (Row claim : earlier) {
            int line = claim.getInteger("prize_line") == null ? -1 : claim.getInteger("prize_line");
            boolean set = line >= prizes.size()
                    && rules.pool().bonuses().get(line - prizes.size()).completesSet();
            held.computeIfPresent(line, (piece, count) -> count + 1);
            held.replaceAll((piece, count) -> set && !piece.equals(claim.getInteger("drawn_line")) ? count - 1 : count);
        }
        return held.entrySet().stream();
    }

    /** Each claim opens the packet of its person that expires first, if it still can be opened; once. */
    void packetsWereOpenedByTheNextClaim() {
        Map<UUID, List<Row>> closed = new HashMap<>();
        for (Row claim : claims) {
            List<Row> mine = closed.computeIfAbsent(claim.getUUID("member_id"), fresh -> new ArrayList<>());
            Optional<Row> first = mine.stream()
                    .filter(packet ->
                            expiry(packet).isAfter(at(claim)) && !"RETURNED".equals(packet.getString("locked")))
                    .min(Comparator.comparing(this::expiry)
                            .thenComparing(packet -> packet.getUUID("id").toString()));
            List<UUID> opened = mine.stream()
                    .filter(packet -> claim.getUUID("id").equals(packet.getUUID("opened_by")))
                    .map(packet -> packet.getUUID("id"))
                    .toList();
            List<UUID> expected =
                    first.map(packet -> packet.getUUID("id")).stream().toList();
            assertEquals(expected, opened, () -> text() + claim.toJson());
            first.ifPresent(mine::remove);
            if (claim.getString("locked") != null) {
                mine.add(claim);
            }
        }
    }

    private Instant expiry(Row packet) {
        Prize prize = rules.pool().lines().get(packet.getInteger("prize_line"));
        return at(packet).plus(Duration.ofDays(prize.details().lockedDays()));
    }

    private static Instant at(Row claim) {
        return claim.getOffsetDateTime("claimed_at").toInstant();
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
