package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A brand's month with 3 dealers, 8 stores, 200 cases and 4,800 bottles, or 40, 2,000 and 48,000 in full, of which 30 %
 * are drunk and scanned. What everybody must have earned is worked out here from the story alone, with no line of the
 * engine.
 */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class MonthTest {
    private static final long SEED = 20261125L;
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String AWARDED = """
            SELECT c.lot, c.serial, c.slot::text AS slot, t.credit_owner AS member, t.unit, t.amount, c.claimed_at
            FROM transfer t JOIN claim c ON c.id = t.reference
            WHERE t.reason = 'AWARD' AND c.lot IN ($1, $2) ORDER BY c.claimed_at, c.id""";

    /** What is owed is written down all the same. */
    private static final String PAY_LATER = """
            INSERT INTO payout_pause (brand_id, provider, paused_until)
            SELECT brand_id, 'sandbox', now() + interval '1 day' FROM lot WHERE number = $1""";

    private static final String PAY_NEVER = """
            UPDATE payout SET due_at = now() + interval '1 year'
            WHERE brand_id = (SELECT brand_id FROM lot WHERE number = $1)""";

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    /** A line of the ledger. */
    private record Line(boolean opening, int serial, String slot, UUID member, String unit, long amount) {}

    @BeforeEach
    void onOneDay() {
        ChinaDay.lasts(Duration.ofMinutes(2));
    }

    @Test
    void everyLineOfTheLedgerIsAsTheStoryWantsIt() throws Exception {
        MonthStory month = new MonthStory(SEED);
        // The tests that come after this one wait for payouts of their own, not behind all of this brand's.
        execute(PAY_LATER, month);
        month.ship();
        month.open();
        month.drink();
        assertEquals(MonthStory.SCANNED, month.drinkers().size());

        List<Row> rows = awarded(month);
        Set<Line> stored = new HashSet<>();
        rows.forEach(row -> assertTrue(stored.add(line(month, row)), () -> "paid twice: " + line(month, row)));
        Set<Line> wanted = wanted(month, rows);
        Set<Line> missing = new HashSet<>(wanted);
        missing.removeAll(stored);
        Set<Line> unwanted = new HashSet<>(stored);
        unwanted.removeAll(wanted);
        assertEquals(List.of(), first(missing), () -> "must have been paid, of " + missing.size());
        assertEquals(List.of(), first(unwanted), () -> "must not have been paid, of " + unwanted.size());
        assertTrue(month.shop().ledgerCheck().getBoolean("balanced"));

        theFightIsVisible(month);
        theSelfScannerEarnedNothingByIt(month, stored);
        onlyTheDiverterIsFlagged(month);
        execute(PAY_NEVER, month);
    }

    private void execute(String sql, MonthStory month) {
        Tuple lot = Tuple.of(month.caps().codec().lot().value());
        pool.preparedQuery(sql).execute(lot).await().atMost(PATIENCE);
    }

    /** The oracle: who earns what by each bottle that was drunk and each case that was opened. */
    private static Set<Line> wanted(MonthStory month, List<Row> rows) {
        Set<Line> lines = new HashSet<>();
        for (int box = 0; box < MonthStory.CASES; box++) {
            UUID owner = month.owners().get(month.store(box)).member();
            lines.add(new Line(true, box, "STORE", owner, "POINT", 20));
        }
        Map<String, Integer> monthly = new HashMap<>();
        inOrder(month, rows).forEach((bottle, at) -> {
            int box = bottle / MonthStory.EACH;
            int store = month.store(box);
            UUID drinker = Objects.requireNonNull(month.drinkers().get(bottle));
            UUID owner = month.owners().get(store).member();
            lines.add(new Line(false, bottle, "CONSUMER", drinker, "CNY", 30));
            UUID dealer = month.dealers().get(month.dealer(box)).member();
            lines.add(new Line(false, bottle, "DEALER", dealer, "CNY", 5));
            if (!owner.equals(drinker)) {
                int nth = monthly.merge(owner + " " + YearMonth.from(at.atZone(CHINA)), 1, Integer::sum);
                lines.add(new Line(false, bottle, "STORE", owner, "CNY", nth == 100 ? 500 : 10));
                if (month.isGuided(box)) {
                    UUID guide = month.guides().get(store).member();
                    lines.add(new Line(false, bottle, "GUIDE", guide, "POINT", 3));
                }
            }
        });
        return lines;
    }

    /** The bottles in the order in which each store's were drunk, and when: facts, which no rule decides. */
    private static Map<Integer, Instant> inOrder(MonthStory month, List<Row> rows) {
        Map<Integer, Instant> drunk = new LinkedHashMap<>();
        for (Row row : rows) {
            if (row.getString("slot").equals("CONSUMER")) {
                drunk.put(
                        row.getInteger("serial"),
                        row.getOffsetDateTime("claimed_at").toInstant());
            }
        }
        assertEquals(month.drinkers().keySet(), drunk.keySet());
        return drunk;
    }

    private static void theFightIsVisible(MonthStory month) {
        month.refused().forEach((box, answer) -> {
            assertEquals(409, answer.statusCode(), answer.body());
            assertTrue(JsonPath.from(answer.body()).getString("type").endsWith("/case-opened"), answer.body());
        });
        JsonPath conflicts =
                month.shop().asStaff().get("/api/v1/case-conflicts?limit=200").jsonPath();
        assertEquals(
                Set.of(month.boxes().code(MonthStory.FOUGHT_OVER), month.boxes().code(MonthStory.TAKEN_OVER)),
                Set.copyOf(conflicts.getList("items.findAll { it.kind == 'SECOND_STORE' }.code")));
        Set<String> diverted = new HashSet<>();
        month.diverted().forEach(box -> diverted.add(month.boxes().code(box)));
        List<String> strays = conflicts.getList("items.findAll { it.kind == 'SENT_ELSEWHERE' }.code");
        assertTrue(!strays.isEmpty() && diverted.containsAll(strays), strays::toString);
    }

    private static void theSelfScannerEarnedNothingByIt(MonthStory month, Set<Line> stored) {
        UUID owner = month.owners().get(MonthStory.SELF_SCANNER).member();
        List<Integer> own = month.drinkers().entrySet().stream()
                .filter(drunk -> drunk.getValue().equals(owner))
                .map(Map.Entry::getKey)
                .toList();
        assertEquals(MonthStory.OWN_CAPS, own.size());
        assertFalse(stored.stream()
                .anyMatch(line -> !line.opening && line.slot.equals("STORE") && own.contains(line.serial)));
        String story = "/api/v1/codes/" + month.caps().code(own.get(0));
        assertEquals(
                "SAME_PERSON",
                month.shop().asStaff().get(story).jsonPath().getString("keptBack.find { it.slot == 'STORE' }.rule"));
    }

    private static void onlyTheDiverterIsFlagged(MonthStory month) {
        Eventually.isTrue(PATIENCE, () -> dealers(month).getInt("items.sum { it.scans }") == MonthStory.SCANNED);
        assertEquals(
                List.of(month.dealers().get(MonthStory.DIVERTER).partner()),
                dealers(month).getList("items.findAll { it.grade != 'NONE' }.dealerId"),
                () -> dealers(month).prettify());
        Set<String> his = new HashSet<>();
        month.diverted().forEach(box -> his.add(month.boxes().code(box)));
        List<String> flagged = month.shop()
                .asStaff()
                .get("/api/v1/diversions/cases?limit=200")
                .jsonPath()
                .getList("items.findAll { it.grade != 'NONE' }.code");
        assertTrue(his.containsAll(flagged), "nobody else's case is flagged");
        assertTrue(flagged.size() > his.size() / 2, flagged.size() + " of " + his.size());
    }

    private static JsonPath dealers(MonthStory month) {
        return month.shop().asStaff().get("/api/v1/diversions/dealers").jsonPath();
    }

    private List<Row> awarded(MonthStory month) {
        Tuple lots = Tuple.of(
                month.boxes().codec().lot().value(), month.caps().codec().lot().value());
        return StreamSupport.stream(
                        pool.preparedQuery(AWARDED)
                                .execute(lots)
                                .await()
                                .atMost(PATIENCE)
                                .spliterator(),
                        false)
                .toList();
    }

    private static Line line(MonthStory month, Row row) {
        return new Line(
                row.getInteger("lot") == month.boxes().codec().lot().value(),
                row.getInteger("serial"),
                row.getString("slot"),
                row.getUUID("member"),
                row.getString("unit"),
                row.getLong("amount"));
    }

    private static List<Line> first(Set<Line> lines) {
        return new ArrayList<>(lines).subList(0, Math.min(5, lines.size()));
    }
}
