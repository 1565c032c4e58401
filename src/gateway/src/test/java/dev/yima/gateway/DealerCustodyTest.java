package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.PartnerFixture.Row;
import dev.yima.gateway.ShopFixture.TestLot;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.supply.trace.DealerCustody;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Dealers who have goods, whatever the order in which movements were reported. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class DealerCustodyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Instant MONDAY = Instant.parse("2026-03-02T08:00:00Z");

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Inject
    @SuppressWarnings("NullAway.Init")
    DealerCustody custody;

    private static CodeRef ref(TestLot lot, int serial) {
        return new CodeRef(lot.codec().lot().value(), serial);
    }

    private Map<CodeRef, UUID> dealers(List<CodeRef> codes) {
        DealerCustody.Answers answers = custody.of(pool, codes).await().atMost(PATIENCE);
        Map<CodeRef, UUID> dealers = new HashMap<>();
        codes.forEach(code -> answers.at(code, Instant.MAX).ifPresent(holding -> dealers.put(code, holding.dealer())));
        return dealers;
    }

    @Test
    void oneOfTwoDealersGetsACaseThatBothAreSentAtOnce() throws Exception {
        GoodsFixture goods = GoodsFixture.fresh(pool, "Race");
        PartnerFixture channel = goods.channel();
        List<List<String>> outcomes = Phones.of(8)
                .each(
                        IntStream.range(0, 16).boxed().toList(),
                        n -> channel.outcomes(
                                "PDA-" + n,
                                List.of(PartnerFixture.row(
                                        1,
                                        "OUTBOUND",
                                        goods.cases().code(0),
                                        n % 2 == 0 ? goods.east() : goods.west(),
                                        MONDAY))));
        assertEquals(1, outcomes.stream().filter(List.of("RECORDED")::equals).count(), outcomes::toString);
        assertEquals(
                7, outcomes.stream().filter(List.of("sent-already")::equals).count(), outcomes::toString);
        assertEquals(8, outcomes.stream().filter(List.of("elsewhere")::equals).count(), outcomes::toString);
    }

    /** The log is replayed by hand: what a random history of cases and pallets leaves is where the service says. */
    @Test
    void aRandomHistoryEndsWhereAReplaySaysWhateverTheOrderOfArrival() {
        GoodsFixture goods = GoodsFixture.fresh(pool, "Random");
        PartnerFixture channel = goods.channel();
        Random random = new Random(20_261_125);
        goods.load(0, 0, 5);
        goods.load(1, 5, 10);
        List<Row> log = new ArrayList<>();
        for (int n = 0; n < 400; n++) {
            String code = random.nextInt(4) == 0
                    ? goods.pallets().code(random.nextInt(2))
                    : goods.cases().code(random.nextInt(10));
            log.add(channel.row(
                    random.nextBoolean() ? "RETURN" : "OUTBOUND",
                    code,
                    random.nextBoolean() ? goods.east() : goods.west(),
                    MONDAY.plusSeconds(n)));
        }
        List<Row> shuffled = new ArrayList<>(log);
        Collections.shuffle(shuffled, random);
        List<String> outcomes = channel.outcomes("PDA", shuffled);
        Map<Long, String> bySequence = new HashMap<>();
        for (int n = 0; n < shuffled.size(); n++) {
            bySequence.put(shuffled.get(n).sequence(), outcomes.get(n));
        }
        List<Row> kept = log.stream()
                .filter(row -> "RECORDED".equals(bySequence.get(row.sequence())))
                .toList();
        assertTrue(kept.size() > 80 && kept.size() < 400, () -> kept.size() + " of 400");
        for (int serial = 0; serial < 10; serial++) {
            UUID expected = null;
            for (Row row : kept) {
                boolean ours = row.code().equals(goods.cases().code(serial))
                        || row.code().equals(goods.pallets().code(serial / 5));
                if (ours) {
                    expected = row.kind().equals("OUTBOUND") ? UUID.fromString(row.partnerId()) : null;
                }
            }
            assertEquals(
                    expected, dealers(List.of(ref(goods.items(), serial * 10))).get(ref(goods.items(), serial * 10)));
        }
    }

    @Test
    void ancestorsAreFoundByKeysOnly() {
        GoodsFixture goods = GoodsFixture.fresh(pool, "Plans");
        String plan = String.join(
                "\n",
                StreamSupport.stream(
                                pool.query("EXPLAIN SELECT * FROM generate_series(1, 9) AS q(serial)"
                                                + " CROSS JOIN LATERAL aggregation_parent("
                                                + goods.items().codec().lot().value() + ", q.serial) AS p")
                                        .execute()
                                        .await()
                                        .atMost(PATIENCE)
                                        .spliterator(),
                                false)
                        .map(row -> row.getString(0))
                        .toList());
        assertTrue(plan.contains("aggregation_one_parent") && !plan.contains("Seq Scan"), plan);
    }
}
