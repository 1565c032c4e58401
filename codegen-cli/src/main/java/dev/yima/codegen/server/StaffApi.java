package dev.yima.codegen.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codec.Code;
import dev.yima.codec.LotKey;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.engine.scan.StopReason;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The staff calls of the server. Every method throws {@link CommandFailed} when the answer is not yes. */
public final class StaffApi {
    /** Lots on one page. */
    public static final int PAGE_SIZE = 100;

    private static final String LOTS = "/api/v1/lots";
    private static final String LOST_ORDER =
            "the server may have made a lot: the same command asks again for the same one";

    private final ServerAddress address;
    private final ApiClient client;

    StaffApi(ServerAddress address, OwnerKey key) {
        this.address = address;
        this.client = new ApiClient(address, Optional.of(key));
    }

    /**
     * Asks for a new lot, once: an answer that got lost is not asked for again in this run.
     *
     * @param key names the lot that is asked for: asking again under the same key finds it instead of making another
     */
    public CreatedLot makeLot(LotOrder order, UUID key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(LOTS))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key.toString())
                .POST(BodyPublishers.ofString(order.json().toString()));
        return CreatedLot.read(client.ask(request, LOST_ORDER), order);
    }

    /**
     * Hands out the key of a lot; the server writes down who asked.
     *
     * @param reason the reason, which the server asks owners for once the lot was activated; empty for none
     */
    public LotKey lotKey(LotNumber lot, Optional<String> reason) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        reason.ifPresent(text -> body.put("reason", text));
        JsonNode answer = post(lotPath(lot) + "/key", body);
        try {
            byte[] bytes = Base64.getDecoder().decode(answer.path("key").asText(""));
            LotKey key = LotKey.of(bytes);
            Arrays.fill(bytes, (byte) 0);
            return key;
        } catch (IllegalArgumentException e) {
            throw CommandFailed.failed(
                    "the server's answer makes no sense: key must be base64 of " + LotKey.BYTES + " bytes");
        }
    }

    /** The brand of this key. */
    public JsonNode brand() {
        return get("/api/v1/brand");
    }

    /** Scheme and host that codes of this brand are printed under now. */
    public String urlBase() {
        return brand().path("urlBase").asText("");
    }

    /** The id of the deployment; empty for an older server. */
    Optional<String> serviceId() {
        return client.askIfThere(HttpRequest.newBuilder(address.resolve(PublicApi.IDENTITY))
                        .GET())
                .map(identity -> identity.path("service").asText(""));
    }

    /** The brand's policy for handing over codes: {@code plainCopies} and {@code signer}. */
    public JsonNode handoverPolicy() {
        return get("/api/v1/custody");
    }

    /** The recipients of a lot's copies. */
    public JsonNode custody(LotNumber lot) {
        return get(lotPath(lot) + "/custody");
    }

    /** One lot. */
    public JsonNode lot(LotNumber lot) {
        return get(lotPath(lot));
    }

    /** One campaign. */
    public JsonNode campaign(String id) {
        return get("/api/v1/campaigns/" + URLEncoder.encode(id, UTF_8));
    }

    /** One product. */
    public JsonNode product(String id) {
        return get("/api/v1/products/" + URLEncoder.encode(id, UTF_8));
    }

    /** Names the copies of a lot, before any of them is written; asking again finds them. */
    public List<RegisteredCopy> nameCopies(LotNumber lot, List<CopyOrder> copies) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        copies.forEach(copy -> body.withArray("copies").add(copy.json()));
        return namedCopies(post(lotPath(lot) + "/copies", body));
    }

    /** Reads the copies in an answer. */
    public static List<RegisteredCopy> namedCopies(JsonNode answer) {
        List<RegisteredCopy> named = new ArrayList<>();
        for (JsonNode copy : answer.path("copies")) {
            List<Integer> honeys = new ArrayList<>();
            copy.path("honeys").forEach(serial -> honeys.add(serial.asInt()));
            honeys.sort(null);
            named.add(new RegisteredCopy(
                    copy.path("place").asInt(),
                    copy.path("recipient").asText(""),
                    List.copyOf(honeys),
                    copy.path("mixed").asBoolean()));
        }
        return named;
    }

    /** Has the manifest of a copy signed; the server writes its checksums down. */
    public JsonNode sign(LotNumber lot, int place, byte[] manifest) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("manifest", new String(manifest, UTF_8));
        return post(lotPath(lot) + "/copies/" + place + "/manifest", body);
    }

    /** Voids misprints by serial and by code; {@code voided} and {@code claimed}. */
    public JsonNode waste(LotNumber lot, ObjectNode misprints) {
        return post(lotPath(lot) + "/waste", misprints);
    }

    /** Takes misprints back: {@code restored}. */
    public JsonNode unwaste(LotNumber lot, ObjectNode misprints) {
        return post(lotPath(lot) + "/unwaste", misprints);
    }

    /** The ranges of a lot that are bound, as {@code items}. */
    public JsonNode ranges(LotNumber lot) {
        return get(lotPath(lot) + "/ranges");
    }

    /** Unbinds a range of a lot that was never activated. */
    public JsonNode unassign(LotNumber lot, String range) {
        return client.ask(
                HttpRequest.newBuilder(address.resolve(lotPath(lot) + "/ranges/" + URLEncoder.encode(range, UTF_8)))
                        .DELETE(),
                "");
    }

    /**
     * Binds a whole lot.
     *
     * @param dryRun whether only to hear what would be refused
     */
    public JsonNode bind(LotNumber lot, ObjectNode binding, boolean dryRun) {
        return client.ask(
                HttpRequest.newBuilder(address.resolve(lotPath(lot) + "/binding" + (dryRun ? "?dryRun=true" : "")))
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(binding.toString())),
                "");
    }

    /** Packs codes into others. */
    public JsonNode pack(ObjectNode links) {
        return post("/api/v1/packs", links);
    }

    /** Binds a range of codes. */
    public JsonNode assign(LotNumber lot, ObjectNode range) {
        return post(lotPath(lot) + "/ranges", range);
    }

    /**
     * Changes the state of a lot.
     *
     * @param reason the reason for which it is stopped; empty for none
     */
    public JsonNode change(LotNumber lot, LotChange change, Optional<StopReason> reason) {
        String path = lotPath(lot) + "/" + change.path();
        return reason.map(
                        told -> post(path, JsonNodeFactory.instance.objectNode().put("reason", told.name())))
                .orElseGet(() -> post(path));
    }

    /**
     * One page of lots.
     *
     * @param after those after this lot number; empty for the first ones
     * @param order those of this order only; empty for all
     */
    public JsonNode lots(String after, String order) {
        String cursor = after.isEmpty() ? "" : "&after=" + after;
        String filter = order.isEmpty() ? "" : "&order=" + URLEncoder.encode(order, UTF_8);
        return get(LOTS + "?limit=" + PAGE_SIZE + cursor + filter);
    }

    /** The lot numbers that are left: {@code left}, {@code total} and {@code scarce}; empty for an older server. */
    public Optional<JsonNode> lotNumbers() {
        return client.askIfThere(
                HttpRequest.newBuilder(address.resolve("/api/v1/lot-numbers")).GET());
    }

    /** The whole story of one code. */
    public JsonNode code(Code code) {
        return get("/api/v1/codes/" + code.text());
    }

    /** The same, empty when the server says that it is not this brand's. */
    public Optional<JsonNode> codeIfOurs(Code code) {
        return client.askIfThere(HttpRequest.newBuilder(address.resolve("/api/v1/codes/" + code.text()))
                .GET());
    }

    /** Seals some secrets of the deployment again: {@code resealed}, and what is {@code remaining}. */
    public JsonNode rewrap() {
        return post("/api/v1/kek/rewrap");
    }

    private JsonNode post(String path) {
        return client.ask(HttpRequest.newBuilder(address.resolve(path)).POST(BodyPublishers.noBody()), "");
    }

    private JsonNode post(String path, JsonNode body) {
        return client.ask(
                HttpRequest.newBuilder(address.resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString())),
                "");
    }

    private JsonNode get(String path) {
        return client.ask(HttpRequest.newBuilder(address.resolve(path)).GET(), "");
    }

    private static String lotPath(LotNumber lot) {
        return LOTS + "/" + lot.text();
    }
}
