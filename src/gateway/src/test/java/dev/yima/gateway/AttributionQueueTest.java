package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.engine.diversion.DiversionRule;
import dev.yima.gateway.DiversionFixture.Seen;
import dev.yima.gateway.PartnerFixture.Row;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever comes in whatever order: what was counted by the difference is what a count from scratch says. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class AttributionQueueTest {
    private static final int BOXES = 6;
    private static final int PEOPLE = 8;
    private static final int NETWORKS = 5;
    private static final int STAYS = 10;
    private static final List<String> REGIONS = List.of("440000", "450000", "510000", "000000");
    private static final Set<String> SICHUAN = Set.of("510000");
    private static final Set<String> SOUTH = Set.of("440000", "450000");

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Test
    void theDifferencesAddUpToACountFromScratch() {
        Random random = new Random(20_261_125);
        DiversionFixture goods = DiversionFixture.fresh(pool, "Random scans");
        // A little ahead: what is written more than fifteen seconds after its time is nobody's concern.
        Instant begin = TestClock.now().plusSeconds(5);
        List<List<Row>> stays = stays(goods, begin, random);
        List<UUID> people = Stream.generate(UUID::randomUUID).limit(PEOPLE).toList();
        List<UUID> networks = Stream.generate(UUID::randomUUID).limit(NETWORKS).toList();
        List<Seen> scans = IntStream.range(0, 400)
                .mapToObj(n -> new Seen(
                        random.nextInt(BOXES * DiversionFixture.EACH),
                        people.get(random.nextInt(PEOPLE)),
                        begin.plusMillis(7L * n),
                        REGIONS.get(random.nextInt(REGIONS.size())),
                        networks.get(random.nextInt(NETWORKS))))
                .toList();
        List<Seen> shuffled = new ArrayList<>(scans);
        Collections.shuffle(shuffled, random);

        List<Row> kept = new ArrayList<>(send(goods, stays.subList(0, 30)));
        goods.record(shuffled.subList(0, 200));
        kept.addAll(send(goods, stays.subList(30, 45)));
        goods.record(shuffled.subList(200, 400));
        kept.addAll(send(goods, stays.subList(45, BOXES * STAYS)));
        assertEquals(2 * BOXES * STAYS - BOXES / 2, kept.size(), "movements");

        NavigableMap<String, String> expected = recount(goods, scans, kept);
        assertTrue(expected.size() > BOXES + 2, expected::toString);
        TestClock.forward(
                Duration.between(TestClock.now(), begin.plusSeconds(5)).plus(DiversionFixture.LATE));
        Duration patience = Duration.ofSeconds(60);
        try {
            Eventually.isTrue(patience, () -> counted(goods).equals(expected));
        } catch (AssertionError late) {
            assertEquals(expected, counted(goods));
        }
    }

    /** How each case goes to a dealer and comes back, again and again; told in no order, and the end of some never. */
    private static List<List<Row>> stays(DiversionFixture goods, Instant begin, Random random) {
        List<List<Row>> stays = new ArrayList<>();
        for (int stay = 0; stay < STAYS; stay++) {
            for (int box = 0; box < BOXES; box++) {
                UUID dealer = random.nextBoolean() ? goods.sichuan() : goods.south();
                String code = goods.cases().code(box);
                Instant sent = begin.plusMillis(200L * stay - 1_000 + random.nextInt(50));
                Row out = goods.channel().row("OUTBOUND", code, dealer, sent);
                Row back = goods.channel().row("RETURN", code, dealer, sent.plusMillis(1 + random.nextInt(140)));
                stays.add(stay == STAYS - 1 && box % 2 == 0 ? List.of(out) : List.of(out, back));
            }
        }
        Collections.shuffle(stays, random);
        return stays;
    }

    private static List<Row> send(DiversionFixture goods, List<List<Row>> stays) {
        List<Row> rows = stays.stream().flatMap(List::stream).toList();
        List<String> outcomes = goods.channel().outcomes("PDA", rows);
        goods.channel().outcomes("PDA", rows);
        return IntStream.range(0, rows.size())
                .filter(n -> outcomes.get(n).equals("RECORDED"))
                .mapToObj(rows::get)
                .toList();
    }

    /** By a plain reading of the rules: dealers' lines, and cases' lines. */
    private static NavigableMap<String, String> recount(DiversionFixture goods, List<Seen> scans, List<Row> movements) {
        Map<Integer, Seen> first = new HashMap<>();
        scans.stream().sorted(Comparator.comparing(Seen::at)).forEach(one -> first.putIfAbsent(one.item(), one));
        Map<String, Sum> sums = new HashMap<>();
        for (Seen one : first.values()) {
            int box = one.item() / DiversionFixture.EACH;
            String dealer = dealer(goods.cases().code(box), one.at(), movements);
            if (dealer != null) {
                Set<String> inside = dealer.equals(goods.sichuan().toString()) ? SICHUAN : SOUTH;
                boolean isOutside = !inside.contains(one.region());
                sums.computeIfAbsent(dealer, key -> new Sum()).add(one, isOutside);
                sums.computeIfAbsent(dealer + " " + box, key -> new Sum()).add(one, isOutside);
            }
        }
        NavigableMap<String, String> lines = new TreeMap<>();
        for (UUID id : List.of(goods.sichuan(), goods.south())) {
            Sum all = sums.getOrDefault(id.toString(), new Sum());
            int judged = 0;
            int flagged = 0;
            for (int box = 0; box < BOXES; box++) {
                Sum sum = sums.get(id + " " + box);
                if (sum != null) {
                    int standing = sum.standing();
                    judged += standing < 4 ? 1 : 0;
                    flagged += standing < 3 ? 1 : 0;
                    lines.put(
                            id + " " + box,
                            sum.scans + " " + sum.outside + " " + sum.crowd() + " " + sum.regions + " " + standing);
                }
            }
            long shipped = movements.stream()
                    .filter(row ->
                            row.partnerId().equals(id.toString()) && row.kind().equals("OUTBOUND"))
                    .count();
            long returned = movements.stream()
                    .filter(row ->
                            row.partnerId().equals(id.toString()) && row.kind().equals("RETURN"))
                    .count();
            lines.put(
                    id.toString(),
                    all.crowd() + " " + all.regions + " " + judged + " " + flagged + " " + shipped + " " + returned);
        }
        return lines;
    }

    private static @Nullable String dealer(String box, Instant at, List<Row> movements) {
        List<Row> of = movements.stream()
                .filter(row -> row.code().equals(box))
                .sorted(Comparator.comparing(AttributionQueueTest::moment))
                .toList();
        Row last = null;
        for (Row row : of) {
            if (!moment(row).isAfter(at)) {
                last = row;
            }
        }
        return last == null || last.kind().equals("RETURN") ? null : last.partnerId();
    }

    private static Instant moment(Row row) {
        return Instant.parse(Objects.requireNonNull(row.at(), "each row says when"));
    }

    private static final class Sum {
        private int scans;
        private int outside;
        private final Set<UUID> people = new HashSet<>();
        private final NavigableMap<String, Integer> regions = new TreeMap<>();
        private final Set<UUID> networks = new HashSet<>();

        void add(Seen one, boolean isOutside) {
            scans++;
            outside += isOutside ? 1 : 0;
            people.add(one.member());
            regions.merge(one.region(), 1, Integer::sum);
            networks.add(one.network());
        }

        String crowd() {
            return people.size() + " " + networks.size();
        }

        int standing() {
            return DiversionRule.DEFAULT
                    .ofCase(new DiversionRule.Tally(scans, outside, people.size(), networks.size()))
                    .map(Enum::ordinal)
                    .orElse(4);
        }
    }

    private static NavigableMap<String, String> counted(DiversionFixture goods) {
        NavigableMap<String, String> lines = new TreeMap<>();
        goods.rows(
                        "SELECT * FROM diversion_case WHERE lot = $1",
                        goods.cases().codec().lot().value())
                .forEach(row -> lines.put(
                        row.getUUID("dealer_id") + " " + row.getInteger("serial"),
                        row.getInteger("scans") + " " + row.getInteger("outside") + " " + row.getInteger("people") + " "
                                + row.getInteger("networks") + " " + sorted(row.getJsonObject("places")) + " "
                                + row.getShort("standing")));
        goods.rows("SELECT * FROM diversion_dealer WHERE dealer_id IN ($1, $2)", goods.sichuan(), goods.south())
                .forEach(row -> lines.put(
                        row.getUUID("dealer_id").toString(),
                        row.getInteger("people") + " " + row.getInteger("networks") + " "
                                + sorted(row.getJsonObject("places")) + " " + row.getInteger("cases_judged") + " "
                                + row.getInteger("cases_flagged") + " " + row.getInteger("cases_shipped") + " "
                                + row.getInteger("cases_returned")));
        return lines;
    }

    private static NavigableMap<String, Object> sorted(JsonObject counts) {
        return new TreeMap<>(counts.getMap());
    }
}
