package dev.yima.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codec.ManifestKey;
import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has the codes of a lot, and what happens when a copy leaks. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class CodeHandoverTest {
    private ShopFixture shop = new ShopFixture("");

    @BeforeEach
    void openShop() {
        shop = ShopFixture.fresh("Custody");
    }

    @Test
    void aHoneyCodeNamesWhoseCopyLeakedAndPaysNobody() {
        TestLot lot =
                shop.activeLot(100, shop.runningCampaign(100, "[{\"kind\":\"POINTS\",\"points\":1,\"count\":100}]"));
        JsonPath copies = name(lot, copy("East Press", 3, false), copy("West Press", 3, false));
        List<Integer> west = copies.getList("copies[1].honeys");

        assertEquals(List.of(97, 98, 99), west);
        Consumer thief = new Consumer();
        JsonPath answer = thief.claim(lot.code(west.get(1)));

        // Each by itself: what is told must not hide what was paid.
        assertAll(
                () -> assertNull(answer.get("reward"), "no reward is told"),
                () -> assertEquals(0, thief.me().getInt("points"), "no points are booked"),
                () -> assertEquals(List.of(), thief.me().getList("rewards"), "no reward is kept"),
                () -> assertEquals(0, claimed(lot), "no claim is made"),
                () -> assertEquals("NOT_ACTIVE", answer.getString("verdict"), "the thief learns nothing"));
        Eventually.isTrue(() -> custody(lot).getList("incidents").size() == 1);
        assertEquals("West Press", custody(lot).getString("incidents[0].recipient"));
        assertEquals(98, custody(lot).getInt("incidents[0].serial"));
        assertEquals(
                List.of("West Press"),
                shop.asStaff().get("/api/v1/incidents").jsonPath().getList("items.recipient"));
        JsonPath story = told(lot, 98);
        assertEquals("West Press", story.getString("honeyOf"), "staff are told");
        assertEquals("NOT_ACTIVE", story.getString("verdict"));
        assertNull(told(lot, 0).get("honeyOf"));
        assertEquals("GENUINE_FIRST", new Consumer().claim(lot.code(0)).getString("verdict"));
    }

    @Test
    void aHoneyCodeIsNoticedBeforeTheLotIsOnSaleAndByALinkPreview() {
        TestLot lot = shop.mintedLot(10, "");
        name(lot, copy("Press", 1, false));

        shop.asStaff().accept("application/json").get("/" + lot.code(9));
        new Consumer().look(lot.code(9));
        new Consumer().look(lot.code(0));

        Eventually.isTrue(() -> custody(lot).getList("incidents").size() == 1);
    }

    @Test
    void mixedHoneyCodesAreScatteredAndNobodyElses() {
        TestLot lot = shop.mintedLot(1_000, "");
        JsonPath copies = name(lot, copy("A", 50, true), copy("B", 50, true));
        Set<Integer> all = new HashSet<>(copies.<Integer>getList("copies[0].honeys"));
        all.addAll(copies.<Integer>getList("copies[1].honeys"));

        assertEquals(100, all.size());
        assertTrue(all.stream().anyMatch(serial -> serial < 500));
    }

    @Test
    void copiesAreNamedOnce() {
        TestLot lot = shop.mintedLot(10, "");
        JsonPath first = name(lot, copy("A", 2, true));

        assertEquals(
                first.getList("copies[0].honeys"), name(lot, copy("A", 2, true)).getList("copies[0].honeys"));
        assertEquals(409, tryToName(lot, copy("B", 2, true)).statusCode());
        assertEquals(409, tryToName(lot, copy("A", 3, true)).statusCode());
        assertEquals(
                404,
                tryToName(ShopFixture.fresh("Other"), lot, copy("A", 2, true)).statusCode());
        assertEquals(400, tryToName(shop.mintedLot(2, ""), copy("A", 2, false)).statusCode());
    }

    @Test
    void aBrandCanForbidPlainCopies() {
        TestLot lot = shop.mintedLot(10, "");
        Map<String, Object> plain = Map.of("recipient", "", "encryption", "NONE");
        shop.asStaff()
                .body(Map.of("plainCopies", false))
                .put("/api/v1/custody")
                .then()
                .statusCode(200);

        Response refused = tryToName(lot, plain);

        assertEquals(409, refused.statusCode());
        assertTrue(refused.jsonPath().getString("type").endsWith("/plain-copy"));
        assertFalse(shop.asStaff().get("/api/v1/custody").jsonPath().getBoolean("plainCopies"));
        name(lot, copy("Press", 0, false));
    }

    @Test
    void aManifestIsSignedWithTheBrandsKeyAndWrittenDown() {
        TestLot lot = shop.mintedLot(10, "");
        name(lot, copy("Press", 0, false));
        String manifest = manifest(lot, "codes.csv.age", "10");

        JsonPath signed = sign(lot, 0, manifest).jsonPath();

        byte[] signer = Base64.getDecoder().decode(signed.getString("signer"));
        byte[] signature = Base64.getDecoder().decode(signed.getString("signature"));
        assertTrue(ManifestKey.verify(signer, manifest.getBytes(UTF_8), signature));
        assertEquals(
                signed.getString("signer"),
                shop.asStaff().get("/api/v1/custody").jsonPath().getString("signer"));
        assertEquals(200, sign(lot, 0, manifest).statusCode(), "once more is the same");
        assertEquals(1, custody(lot).getList("manifests").size());
        assertEquals("codes.csv.age", custody(lot).getString("manifests[0].files[0].name"));
        assertEquals(404, sign(lot, 1, manifest).statusCode());
        assertEquals(400, sign(lot, 0, manifest.replace(lot.number(), "ZZZZ")).statusCode());
        assertEquals(400, sign(lot, 0, "not JSON").statusCode());
    }

    /** PostgreSQL keeps neither U+0000 nor a number of any size, not even within JSON: both were answered 500. */
    @Test
    void aManifestNamesFilesAndNothingElse() {
        TestLot lot = shop.mintedLot(10, "");
        name(lot, copy("Press", 0, false));
        String whole = manifest(lot, "codes.csv", "10");
        for (String manifest : List.of(
                manifest(lot, "codes.csv\\u0000", "10"),
                manifest(lot, "../codes.csv", "10"),
                manifest(lot, "codes.csv", "1e200000"),
                manifest(lot, "codes.csv", "10,\"\\u0000\":0"),
                manifest(lot, "codes.csv", "-1"),
                whole.replace("\"rows\"", "\"lines\""),
                whole.replaceFirst("[{][^{]*$", "null]}"))) {
            Response answer = sign(lot, 0, manifest);

            assertEquals(400, answer.statusCode(), manifest + " was answered " + answer.asString());
            assertEquals("manifest", answer.jsonPath().getString("errors[0].field"), manifest);
        }
        assertEquals(200, sign(lot, 0, whole).statusCode());
    }

    private static String manifest(TestLot lot, String name, String rows) {
        return "{\"lot\":\"%s\",\"files\":[{\"name\":\"%s\",\"sha256\":\"%s\",\"rows\":%s}]}"
                .formatted(lot.number(), name, "0".repeat(64), rows);
    }

    private static Map<String, Object> copy(String recipient, int honeys, boolean mixed) {
        return Map.of("recipient", recipient, "encryption", "AGE", "honeys", honeys, "mixed", mixed);
    }

    @SafeVarargs
    private JsonPath name(TestLot lot, Map<String, Object>... copies) {
        return shop.post("/api/v1/lots/" + lot.number() + "/copies", Map.of("copies", copies));
    }

    private Response tryToName(TestLot lot, Map<String, Object> copy) {
        return tryToName(shop, lot, copy);
    }

    private static Response tryToName(ShopFixture who, TestLot lot, Map<String, Object> copy) {
        return who.asStaff().body(Map.of("copies", List.of(copy))).post("/api/v1/lots/" + lot.number() + "/copies");
    }

    private Response sign(TestLot lot, int place, String manifest) {
        return shop.asStaff()
                .body(Map.of("manifest", manifest))
                .post("/api/v1/lots/" + lot.number() + "/copies/" + place + "/manifest");
    }

    private long claimed(TestLot lot) {
        return shop.asStaff().get("/api/v1/lots/" + lot.number()).jsonPath().getLong("claimed");
    }

    private JsonPath told(TestLot lot, int serial) {
        return shop.asStaff().get("/api/v1/codes/" + lot.code(serial)).jsonPath();
    }

    private JsonPath custody(TestLot lot) {
        return shop.asStaff().get("/api/v1/lots/" + lot.number() + "/custody").jsonPath();
    }
}
