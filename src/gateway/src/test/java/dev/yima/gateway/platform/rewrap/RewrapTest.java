package dev.yima.gateway.platform.rewrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.Consumer;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.ShopFixture.TestLot;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.platform.crypto.ConfiguredKeys;
import dev.yima.gateway.platform.crypto.KeyEncryption;
import dev.yima.gateway.platform.crypto.KeyVault;
import dev.yima.gateway.platform.crypto.SealedColumn;
import io.quarkus.arc.All;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The key-encryption key is turned while the service runs, and a copy of the database opens nothing without it. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@SuppressWarnings("NullAway.Init")
class RewrapTest {
    private static final int LATEST = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ALL = 100_000;

    @Inject
    Pool pool;

    @Inject
    @All
    List<SealedColumn> columns;

    @Inject
    KeyEncryption keys;

    @Inject
    KeyVault vault;

    private final ConfiguredKeys earlier =
            new ConfiguredKeys(List.of(Base64.getDecoder().decode(TestServers.KEK_PREVIOUS)));
    private final ConfiguredKeys unknown = new ConfiguredKeys(List.of(new byte[32]));

    /** A secret that lies sealed in the database. */
    private record Sealed(SealedColumn column, UUID id, byte[] bytes) {}

    @Test
    void everySecretIsSealedAgainWhileTheServiceRuns() {
        Story story = new Story();
        List<Sealed> before = sealed(keys.current());
        assertEquals(5, before.stream().map(Sealed::column).distinct().count(), "each kind of secret");
        resealUnder(new KeyVault(earlier), before);
        story.goesOn();

        assertEquals(403, story.shop.asStaff().post("/api/v1/kek/rewrap").statusCode());
        int resealed = 0;
        JsonPath report;
        do {
            report = rewrap();
            resealed += report.getInt("resealed");
        } while (report.getInt("resealed") > 0);
        assertEquals(before.size(), resealed);
        assertEquals(keys.current(), report.getString("key"));
        assertEquals(List.of(), report.getList("remaining"));

        assertEquals(List.of(), sealed(earlier.current()));
        assertEquals(before.size() + 1, sealed(keys.current()).size(), "with the gift that was addressed meanwhile");
        story.goesOn();
        assertEquals(
                keys.current(),
                rows("SELECT subject FROM audit WHERE action = 'kek.rewrap' ORDER BY id DESC LIMIT 1")
                        .iterator()
                        .next()
                        .getString(0));
    }

    @Test
    void whatIsUnderAKeyThatIsNotLiveIsTold() {
        var unused = new Story();
        List<Sealed> seeds = sealed(keys.current()).stream()
                .filter(one -> one.column.purpose().equals("draw-seed"))
                .limit(1)
                .toList();
        resealUnder(new KeyVault(unknown), seeds);
        JsonPath report = rewrap();
        assertEquals(List.of(unknown.current()), report.getList("remaining.key"));
        assertEquals(List.of(1), report.getList("remaining.secrets"));
        assertEquals(List.of(false), report.getList("remaining.live"));
        seeds.forEach(seed -> store(seed, seed.bytes));
        assertEquals(List.of(), rewrap().getList("remaining"));
    }

    @Test
    void aCopyOfTheDatabaseOpensNothingWithoutItsKey() {
        Story story = new Story();
        List<Sealed> copy = sealed(keys.current());
        List<String> clear = new ArrayList<>(List.of(story.shop.key(), "17 Sealed Lane"));
        for (Sealed one : copy) {
            assertTrue(new KeyVault(unknown)
                    .open(one.column.purpose(), one.id, one.bytes)
                    .isEmpty());
        }
        // The latest ones are the story's; all of all tests would be looked for in every row. Answers have no latest.
        copy.stream()
                .filter(one -> !one.column.purpose().equals("kept answer"))
                .sorted(Comparator.comparing((Sealed one) -> one.id.toString()).reversed())
                .limit(LATEST)
                .map(one -> vault.open(one.column.purpose(), one.id, one.bytes).orElseThrow())
                .forEach(secret -> clear.add(HexFormat.of().formatHex(secret)));
        for (Row table : rows("SELECT relname FROM pg_class WHERE relkind = 'r'"
                + " AND relnamespace = 'public'::regnamespace AND relname <> 'flyway_schema_history'")) {
            String name = table.getString(0);
            Row found = pool.preparedQuery("SELECT count(*) FROM " + name
                            + " AS t, unnest($1::text[]) AS secret WHERE position(secret IN t::text) > 0")
                    .execute(Tuple.tuple().addArrayOfString(clear.toArray(String[]::new)))
                    .await()
                    .atMost(PATIENCE)
                    .iterator()
                    .next();
            assertEquals(0, found.getLong(0), "a secret in clear in " + name);
        }
    }

    private JsonPath rewrap() {
        return ShopFixture.first().post("/api/v1/kek/rewrap", Map.of());
    }

    private List<Sealed> sealed(String key) {
        List<Sealed> found = new ArrayList<>();
        for (SealedColumn column : columns) {
            pool.preparedQuery(column.lock())
                    .execute(SealedColumn.under(key, ALL))
                    .await()
                    .atMost(PATIENCE)
                    .forEach(row -> found.add(new Sealed(
                            column, row.getUUID("id"), row.getBuffer("sealed").getBytes())));
        }
        return found;
    }

    private void resealUnder(KeyVault other, List<Sealed> secrets) {
        for (Sealed one : secrets) {
            String purpose = one.column.purpose();
            store(
                    one,
                    other.seal(
                            purpose,
                            one.id,
                            vault.open(purpose, one.id, one.bytes).orElseThrow()));
        }
    }

    private void store(Sealed one, byte[] bytes) {
        pool.preparedQuery(one.column.store())
                .execute(SealedColumn.secret(one.id, bytes))
                .await()
                .atMost(PATIENCE);
    }

    private RowSet<Row> rows(String sql) {
        return pool.query(sql).execute().await().atMost(PATIENCE);
    }

    /** A brand that has a secret of each kind. */
    private static final class Story {
        private final ShopFixture shop = ShopFixture.fresh("Keeps secrets");
        private final String campaign = shop.runningCampaign(5, "[{\"kind\":\"GIFT\",\"title\":\"Lamp\",\"count\":5}]");
        private final TestLot lot = shop.activeLot(5, campaign);
        private final String product = product();
        private int claimed;

        private Story() {
            goesOn();
        }

        private void goesOn() {
            Consumer consumer = new Consumer();
            String gift = consumer.claim(lot.code(claimed++)).getString("reward.id");
            Map<String, String> home = Map.of("name", "Li Lei", "phone", "138 0013 8000", "address", "17 Sealed Lane");
            assertEquals(
                    204,
                    consumer.post("/api/v1/me/gifts/" + gift + "/address", home).statusCode());
            JsonPath gifts = shop.asStaff().get("/api/v1/gifts").jsonPath();
            assertEquals(claimed, gifts.getList("items.address.address").size());
            assertFalse(gifts.getList("items.address.address").contains(null));
            String key = shop.post("/api/v1/lots/" + lot.number() + "/key", Map.of("reason", "Sheets were lost"))
                    .getString("key");
            assertEquals(32, Base64.getDecoder().decode(key).length);
            assertEquals(product, product(), "the first answer, which is sealed");
        }

        private String product() {
            return shop.asStaff()
                    .header("Idempotency-Key", "lamp")
                    .body(Map.of("name", "Lamp"))
                    .post("/api/v1/products")
                    .jsonPath()
                    .getString("id");
        }
    }
}
