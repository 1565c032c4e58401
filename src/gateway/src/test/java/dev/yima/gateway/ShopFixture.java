package dev.yima.gateway;

import static io.restassured.RestAssured.given;

import dev.yima.codec.LotCodec;
import dev.yima.codec.LotKey;
import dev.yima.codec.LotNumber;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** What the tests do as staff of a brand, over HTTP as anybody would. */
public record ShopFixture(String key) {
    /** A lot whose key the test was given, so that it can mint. */
    public record TestLot(String number, LotCodec codec) {
        /** The text of a code. */
        public String code(int serial) {
            return codec.code(serial).text();
        }
    }

    /** The brand of the deployment's first key. */
    public static ShopFixture first() {
        Path home = Path.of(ConfigProvider.getConfig().getValue("yima.home", String.class));
        try {
            return new ShopFixture(Files.readString(home.resolve("owner.key")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A brand of its own, so that tests do not see each other's rows. */
    public static ShopFixture fresh(String name) {
        JsonPath made = first().post("/api/v1/brands", Map.of("name", name));
        return new ShopFixture(made.getString("key"));
    }

    /** A brand with money and a clock of its own. */
    public static ShopFixture abroad(String currency, String timeZone) {
        JsonPath made =
                first().post("/api/v1/brands", Map.of("name", timeZone, "currency", currency, "timeZone", timeZone));
        return new ShopFixture(made.getString("key"));
    }

    /** A request with this shop's key. */
    public RequestSpecification asStaff() {
        return given().header("Authorization", "Bearer " + key).contentType(ContentType.JSON);
    }

    /** Posts something that is expected to work. */
    public JsonPath post(String path, Object body) {
        HttpResponse<String> answer = QuickHttp.post(QuickHttp.to(path).header("Authorization", "Bearer " + key), body);
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return QuickJson.of(answer.body());
    }

    /** A running campaign; {@code prizes} is a JSON array. */
    public String runningCampaign(int claims, String prizes) {
        String body = "{\"name\":\"Test\",\"claims\":" + claims + ",\"prizes\":" + prizes + "}";
        return runningCampaign(body);
    }

    /** A running campaign; {@code body} is its JSON, or what becomes it. */
    public String runningCampaign(Object body) {
        String id = post("/api/v1/campaigns", body).getString("id");
        post("/api/v1/campaigns/" + id + "/publish", Map.of());
        return id;
    }

    /** A lot that is not active yet. */
    public TestLot mintedLot(int size, String campaign) {
        return lot("ITEM_INNER", size, campaign);
    }

    /** A lot on sale. */
    public TestLot activeLot(int size, String campaign) {
        TestLot lot = mintedLot(size, campaign);
        post("/api/v1/lots/" + lot.number() + "/activate", Map.of());
        return lot;
    }

    /** A lot of some kind, on sale; without a campaign when that is empty. */
    public TestLot activeLotOf(String kind, int size, String campaign) {
        TestLot lot = lot(kind, size, campaign);
        post("/api/v1/lots/" + lot.number() + "/activate", Map.of());
        return lot;
    }

    /** A lot of some kind, not active yet; without a campaign when that is empty. */
    public TestLot lot(String kind, int size, String campaign) {
        return lot(kind, size, campaign.isEmpty() ? Map.of() : Map.of("campaignId", campaign));
    }

    /** A lot of some kind, not active yet, bound to things. */
    public TestLot lot(String kind, int size, Map<String, Object> bindings) {
        Map<String, Object> body = new HashMap<>(bindings);
        body.put("kind", kind);
        body.put("size", size);
        String number = post("/api/v1/lots", body).getString("number");
        String lotKey = post("/api/v1/lots/" + number + "/key", Map.of()).getString("key");
        return new TestLot(number, codec(number, size, lotKey));
    }

    /** The codec of a lot, by its key in base64. */
    static LotCodec codec(String number, int size, String lotKey) {
        LotNumber lot = LotNumber.read(number).orElseThrow();
        return new LotCodec(lot, size, LotKey.of(Base64.getDecoder().decode(lotKey)));
    }

    /** The state of the books; the answer's JSON. */
    public JsonPath ledgerCheck() {
        return QuickJson.of(asStaff().get("/api/v1/ledger/check"));
    }
}
