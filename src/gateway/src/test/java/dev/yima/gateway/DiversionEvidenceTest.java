package dev.yima.gateway;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** What is known of a case, as JSON and on paper. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class DiversionEvidenceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int BYTES_MAX = 20_000;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    private static String path(String code) {
        return "/api/v1/diversions/cases/" + code + "/evidence";
    }

    /** A case in the hands of a dealer of Sichuan, on a pallet, drunk in Guangdong, but for two bottles. */
    private DiversionFixture diverted(List<UUID> people) {
        DiversionFixture goods = DiversionFixture.fresh(pool, "Evidence 证据");
        var pallet = goods.shop().lot("PALLET", 1, "");
        List<String> box = List.of(goods.cases().code(0));
        goods.shop().post("/api/v1/packs", Map.of("links", List.of(Map.of("parent", pallet.code(0), "children", box))));
        var row = goods.channel()
                .row(
                        "OUTBOUND",
                        pallet.code(0),
                        goods.sichuan(),
                        TestClock.now().minus(3, ChronoUnit.DAYS));
        goods.channel().outcomes("PDA-7", List.of(row.withOrder("SO-17")));
        List<DiversionFixture.Seen> scans = new ArrayList<>();
        for (int n = 0; n < people.size(); n++) {
            String region = n < 2 ? "510000" : n < 8 ? "440000" : "330000";
            scans.add(
                    new DiversionFixture.Seen(n, people.get(n), TestClock.now().plusMillis(n), region));
        }
        goods.record(scans);
        Eventually.isTrue(PATIENCE, () -> goods.flagged().getList("items.scans").equals(List.of(10)));
        return goods;
    }

    private static List<UUID> people() {
        return List.of(
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID());
    }

    @Test
    void theEvidenceTellsRuleRouteAndScans() throws IOException {
        List<UUID> people = people();
        DiversionFixture goods = diverted(people);
        String box = goods.cases().code(0);
        Response answer = goods.shop().asStaff().get(path(box));
        JsonPath evidence = answer.jsonPath();
        assertEquals("Evidence 证据", evidence.getString("brand"));
        assertEquals("ALERT", evidence.getString("judgements[0].grade"), evidence::prettify);
        String rule = evidence.getString("judgements[0].rule");
        assertTrue(rule.startsWith("8 of 10 located scans by 10 people on 10 networks were outside"), rule);
        assertEquals(List.of("PDA-7"), evidence.getList("route.movements.device"));
        assertEquals(List.of("PALLET"), evidence.getList("route.packs.kind"));
        assertEquals(10, evidence.getList("scans").size());
        assertEquals(goods.bottle(0, 9), evidence.getString("scans[9].code"));
        assertEquals(List.of(box), evidence.getList("scans[9].packs.code"), "up to the case");
        assertEquals(true, evidence.getBoolean("scans[9].isOutside"));
        assertEquals(false, evidence.getBoolean("scans[0].isOutside"));
        assertEquals(people.get(9).toString().substring(0, 8), evidence.getString("scans[9].person"));
        assertFalse(answer.asString().contains(people.get(9).toString()), "never the whole pseudonym");

        byte[] pdf = goods.shop()
                .asStaff()
                .accept("application/pdf")
                .get(path(box))
                .then()
                .statusCode(200)
                .contentType("application/pdf")
                .extract()
                .asByteArray();
        Files.write(Path.of("target", "evidence.pdf"), pdf);
        assertTrue(pdf.length < BYTES_MAX, () -> pdf.length + " bytes");
        try (PDDocument document = Loader.loadPDF(pdf)) {
            String text = new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
            for (String part : List.of(
                    rule,
                    box,
                    goods.bottle(0, 9),
                    "四川经销商",
                    "Guangdong",
                    "SO-17",
                    people.get(9).toString().substring(0, 8))) {
                assertTrue(text.contains(part), () -> part + " in " + text);
            }
            assertFalse(text.contains(people.get(9).toString()), text);
        }
    }

    @Test
    void nobodyElseSeesIt() {
        DiversionFixture goods = diverted(people());
        ShopFixture stranger = ShopFixture.fresh("Nosy");
        ShopFixture store = new ShopFixture(goods.shop()
                .post("/api/v1/keys", Map.of("role", "STORE", "name", "Store"))
                .getString("key"));
        String evidence = path(goods.cases().code(0));
        for (String type : List.of("application/json", "application/pdf")) {
            assertEquals(200, goods.shop().asStaff().accept(type).get(evidence).statusCode(), type);
            assertEquals(404, stranger.asStaff().accept(type).get(evidence).statusCode(), type);
            assertEquals(403, store.asStaff().accept(type).get(evidence).statusCode(), type);
            assertEquals(401, given().accept(type).get(evidence).statusCode(), type);
        }
        assertEquals(
                404,
                goods.shop().asStaff().get(path(goods.cases().code(1))).statusCode(),
                "a case of which nothing was scanned");
        assertEquals(404, goods.shop().asStaff().get(path(goods.bottle(0, 0))).statusCode(), "a bottle is no case");
        Response nonsense = goods.shop().asStaff().get(path("nonsense"));
        assertEquals(400, nonsense.statusCode());
        assertTrue(nonsense.jsonPath().getString("type").endsWith("malformed-code"));
        assertEquals(
                406,
                goods.shop().asStaff().accept(ContentType.TEXT).get(evidence).statusCode());
    }
}
