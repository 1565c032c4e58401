package dev.yima.codegen.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codec.Code;
import dev.yima.codec.LotKey;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.terminal.CommandFailed;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** What staff may ask of the server. Every method throws {@link CommandFailed} when the answer is not yes. */
public final class StaffApi {
    /** Lots on one page. */
    public static final int PAGE_SIZE = 100;

    private static final String LOTS = "/api/v1/lots";
    private static final String LOST_ORDER = "the server may have made a lot: see 'codegen lots'";

    private final ServerAddress address;
    private final Conversation conversation;

    StaffApi(ServerAddress address, OwnerKey key) {
        this.address = address;
        this.conversation = new Conversation(address, Optional.of(key));
    }

    /**
     * Asks for a new lot, once: an answer that got lost is not asked for again.
     *
     * @param run names this run, so that the server can tell a repeat from a new order
     */
    public MadeLot makeLot(LotOrder order, UUID run) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(LOTS))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", run.toString())
                .POST(BodyPublishers.ofString(order.json().toString()));
        return MadeLot.read(conversation.ask(request, LOST_ORDER), order);
    }

    /** Hands out the key of a lot; the server writes down who asked. */
    public LotKey lotKey(LotNumber lot) {
        JsonNode answer = post(lotPath(lot) + "/key");
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

    /** Changes the state of a lot. */
    public JsonNode change(LotNumber lot, LotChange change) {
        return post(lotPath(lot) + "/" + change.path());
    }

    /** One page of lots, those after a lot number, or the first ones for an empty one. */
    public JsonNode lots(String after) {
        String cursor = after.isEmpty() ? "" : "&after=" + after;
        return get(LOTS + "?limit=" + PAGE_SIZE + cursor);
    }

    /** The whole story of one code. */
    public JsonNode code(Code code) {
        return get("/api/v1/codes/" + code.text());
    }

    private JsonNode post(String path) {
        return conversation.ask(HttpRequest.newBuilder(address.resolve(path)).POST(BodyPublishers.noBody()), "");
    }

    private JsonNode get(String path) {
        return conversation.ask(HttpRequest.newBuilder(address.resolve(path)).GET(), "");
    }

    private static String lotPath(LotNumber lot) {
        return LOTS + "/" + lot.text();
    }
}
