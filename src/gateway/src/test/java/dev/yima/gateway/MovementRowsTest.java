package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows of a batch of movements that cannot be read. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class MovementRowsTest {
    private static final String MONDAY = "2026-03-02T08:00:00Z";

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Test
    void aMalformedRowStopsNoOther() {
        GoodsFixture goods = GoodsFixture.fresh(pool, "Malformed rows");
        PartnerFixture channel = goods.channel();
        String east = goods.east().toString();
        List<Map<String, Object>> rows = new ArrayList<>();
        List<Map<String, Object>> faults = List.of(
                Map.of(),
                Map.of("at", "2026-03-02T08:00:00"),
                Map.of("partnerId", "East"),
                Map.of("code", "x".repeat(3_000)),
                Map.of("kind", "SENT"),
                Map.of("sequence", "7"),
                Map.of("orderNo", ""),
                Map.of("remark", "fragile"),
                Map.of());
        for (int n = 0; n < faults.size(); n++) {
            Map<String, Object> row = new HashMap<>(Map.of(
                    "sequence", n, "kind", "OUTBOUND", "code", goods.cases().code(n), "partnerId", east, "at", MONDAY));
            row.putAll(faults.get(n));
            rows.add(row);
        }
        Map<String, Object> incomplete = new HashMap<>(rows.get(0));
        incomplete.remove("partnerId");
        incomplete.put("sequence", 100);
        rows.add(incomplete);
        JsonPath answer = channel.shop().post("/api/v1/movements", Map.of("device", "PDA", "movements", rows));
        assertEquals(
                List.of(
                        "RECORDED",
                        "CONFLICT",
                        "CONFLICT",
                        "CONFLICT",
                        "CONFLICT",
                        "CONFLICT",
                        "CONFLICT",
                        "CONFLICT",
                        "RECORDED",
                        "CONFLICT"),
                answer.getList("rows.result"));
        assertEquals(
                Collections.nCopies(8, "malformed"), answer.getList("rows.findAll { it.result == 'CONFLICT' }.rule"));
        assertEquals(
                Arrays.asList(0, 1, 2, 3, 4, null, 6, 7, 8, 100), answer.getList("rows.sequence"), "in their order");
        assertDetails(answer);
    }

    private static void assertDetails(JsonPath answer) {
        assertEquals(
                "at must be a date and a time with seconds and an offset, such as 2027-01-01T00:00:00+08:00:"
                        + " 2026-03-02T08:00:00",
                answer.getString("rows[1].detail"));
        assertTrue(answer.getString("rows[2].detail").startsWith("partnerId must be a UUID"));
        assertEquals("code size must be between 0 and 2048", answer.getString("rows[3].detail"));
        assertEquals("kind must be one of OUTBOUND, RECEIPT, RETURN: SENT", answer.getString("rows[4].detail"));
        assertTrue(answer.getString("rows[7].detail").startsWith("remark is not a known field here"));
        assertEquals("partnerId must not be null", answer.getString("rows[9].detail"));
    }
}
