package dev.yima.gateway.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codec.LotCodec;
import dev.yima.codec.LotKey;
import dev.yima.codec.LotNumber;
import dev.yima.gateway.platform.config.YimaConfig;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * The demo of a first look: a product, a running campaign and an active lot under the first brand, three links to scan,
 * and a sheet to print. A second start finds what the first one made.
 */
@ApplicationScoped
class Demo {
    private static final String KEY_REASON = "{\"reason\":\"The sheet of the demo\"}";
    private static final Logger LOG = Logger.getLogger(Demo.class);
    private static final String LABEL = "Demo";
    private static final int LOT_SIZE = 1_000;
    private static final int LINKS = 3;
    private static final int SHEET_CODES = 24;
    private static final String PRODUCT = """
            {"name":"Mountain Spring 500 ml","gtin":"6901234567892"}""";
    private static final String CAMPAIGN = """
            {"name":"Demo: every cap wins","claims":1000,"prizes":[
              {"kind":"CASH","amountMinor":188,"count":300},
              {"kind":"CASH","amountMinor":888,"count":50},
              {"kind":"POINTS","points":10,"count":650}]}""";

    private static final String LOT = """
            {"kind":"ITEM_INNER","size":%d,"productId":"%s","campaignId":"%s","label":"%s"}""";

    private final YimaConfig config;
    private final DemoClient client;

    Demo(YimaConfig config, DemoClient client) {
        this.config = config;
        this.client = client;
    }

    /** Makes the demo once HTTP is served. Runs on a worker, since the event is delivered asynchronously. */
    void onHttpStart(@ObservesAsync HttpServerStart opened) {
        if (!config.demo()) {
            return;
        }
        try {
            show();
        } catch (IOException e) {
            LOG.error("The demo could not be made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void show() throws IOException, InterruptedException {
        Path ownerKey = config.home().resolve("owner.key");
        if (Files.notExists(ownerKey)) {
            LOG.warnf("No demo: it needs the owner key, and %s is not there", ownerKey);
            return;
        }
        DemoClient.Session session = client.as(Files.readString(ownerKey).strip());
        JsonNode lot = findOrCreate(session);
        LotNumber number = LotNumber.read(lot.get("number").asText()).orElseThrow();
        JsonNode key = session.post("/api/v1/lots/" + number.text() + "/key", KEY_REASON);
        byte[] secret = Base64.getDecoder().decode(key.get("key").asText());
        LotCodec codec = new LotCodec(number, lot.get("size").asInt(), LotKey.of(secret));
        String base = lot.get("urlBase").asText();
        Path sheet = DemoSheet.write(config.home().resolve("demo"), base, codec, SHEET_CODES);
        List<String> links = IntStream.range(0, LINKS)
                .mapToObj(serial -> base + "/" + codec.code(serial).text())
                .toList();
        LOG.infof("""
                The demo is ready. Scan, or open:
                    %s
                A sheet to print: %s
                The owner key:    %s""", String.join("\n    ", links), sheet, ownerKey);
    }

    private static JsonNode findOrCreate(DemoClient.Session session) throws IOException, InterruptedException {
        for (JsonNode lot : session.get("/api/v1/lots?limit=200").get("items")) {
            if (LABEL.equals(lot.get("label").asText())
                    && "ACTIVE".equals(lot.get("state").asText())) {
                return lot;
            }
        }
        session.patch("/api/v1/brand", """
                {"name":"Mountain Spring","organiser":"Yima demo","colour":"#0b7a75"}""");
        String product = session.post("/api/v1/products", PRODUCT).get("id").asText();
        String campaign = session.post("/api/v1/campaigns", CAMPAIGN).get("id").asText();
        var unused = session.post("/api/v1/campaigns/" + campaign + "/publish", "{}");
        JsonNode lot = session.post("/api/v1/lots", String.format(LOT, LOT_SIZE, product, campaign, LABEL));
        return session.post("/api/v1/lots/" + lot.get("number").asText() + "/activate", "{}");
    }
}
