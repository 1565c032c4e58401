package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.yima.gateway.ShopFixture.TestLot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The campaigns that the guides give to copy can be copied: each is rehearsed, published, won with and ended. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class GuidesTest {
    private static final Path GUIDES = Path.of("../../docs/guides");
    /** In a block of its own, or written to a file by a shell. */
    private static final Pattern CAMPAIGN = Pattern.compile("^\\{\\n.*?^\\}$", Pattern.MULTILINE | Pattern.DOTALL);

    static List<Arguments> campaigns() throws IOException {
        try (Stream<Path> guides = Files.list(GUIDES)) {
            return guides.sorted()
                    .flatMap(guide -> campaigns(guide)
                            .map(body -> Arguments.of(guide.getFileName().toString(), body)))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("campaigns")
    void theCampaignOfTheGuideRuns(String guide, String body) {
        ShopFixture shop = ShopFixture.fresh(guide);
        String id = shop.post("/api/v1/campaigns", body).getString("id");
        JsonPath rehearsed =
                shop.post("/api/v1/campaigns/" + id + "/rehearse", Map.of("claims", 100, "gangShare", 0.1));
        assertNotNull(rehearsed.get("cashMinor.p50"), guide);
        assertEquals(
                "RUNNING",
                shop.post("/api/v1/campaigns/" + id + "/publish", Map.of()).getString("state"));
        TestLot lot = shop.activeLot(3, id);
        JsonPath scan = new Consumer().claim(lot.code(0));
        assertEquals("GENUINE_FIRST", scan.getString("verdict"), guide);
        Response again = shop.asStaff().body(body).put("/api/v1/campaigns/" + id);
        assertEquals(200, again.statusCode(), again.asString());
        assertEquals(
                "ENDED", shop.post("/api/v1/campaigns/" + id + "/end", Map.of()).getString("state"));
        assertEquals(true, shop.ledgerCheck().getBoolean("balanced"), guide);
    }

    private static Stream<String> campaigns(Path guide) {
        try {
            return CAMPAIGN
                    .matcher(Files.readString(guide))
                    .results()
                    .map(MatchResult::group)
                    .filter(block -> block.contains("\"prizes\""))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new IllegalStateException(guide.toString(), e);
        }
    }
}
