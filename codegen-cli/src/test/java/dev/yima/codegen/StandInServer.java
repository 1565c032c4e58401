package dev.yima.codegen;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.yima.codec.BrandKey;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading;
import dev.yima.codec.LotCodec;
import dev.yima.codec.LotNumber;
import dev.yima.codec.ManifestKey;
import dev.yima.codec.OpenResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that speaks the staff API over real HTTP and keeps its lots in memory. */
final class StandInServer implements AutoCloseable {
    static final String KEY = "owner-key-of-the-tests";

    private static final BrandKey BRAND = BrandKey.of(new byte[BrandKey.BYTES]);
    private static final ManifestKey SIGNER = BRAND.manifestKey();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int FIRST_LOT = 12_345;

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, ObjectNode> lots = new TreeMap<>();
    private final Map<String, ObjectNode> made = new TreeMap<>();
    private final List<JsonNode> orders = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, ObjectNode> custody = new TreeMap<>();
    private final List<JsonNode> bodies = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> canned = new TreeMap<>();
    private final Map<String, Queue<String>> inTurn = new TreeMap<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> runs = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch stop = new CountDownLatch(1);
    private String urlBase = "https://q.example.com";

    StandInServer() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
    }

    String url() {
        return "http://localhost:" + http.getAddress().getPort();
    }

    /** Every request so far, as {@code POST /path?query}. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** The idempotency keys so far. */
    List<String> runs() {
        return List.copyOf(runs);
    }

    void printUnder(String base) {
        urlBase = base;
    }

    /** From now on a request is answered so: {@code "409 {json}"}, {@code "DROP"} or {@code "HANG"}. */
    void answer(String request, String answer) {
        canned.put(request, answer);
    }

    /** From now on the same request is answered so, one time after the other. */
    void answer(String request, List<String> answers) {
        inTurn.put(request, new ArrayDeque<>(answers));
    }

    /** The codec of a lot, as the server knows it. */
    static LotCodec codec(String number, int size) {
        LotNumber lot = LotNumber.read(number).orElseThrow();
        return new LotCodec(lot, size, BRAND.lotKey(lot));
    }

    @Override
    public void close() {
        stop.countDown();
        http.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            requests.add(request);
            JsonNode body = MAPPER.readTree(exchange.getRequestBody().readAllBytes());
            String answer = inTurn.containsKey(request) ? inTurn.get(request).poll() : canned.get(request);
            if (answer == null || answer.isEmpty()) {
                boolean open = request.equals("GET /.well-known/yima");
                answer = open
                                || ("Bearer " + KEY)
                                        .equals(exchange.getRequestHeaders().getFirst("Authorization"))
                        ? answer(exchange, request, body)
                        : problem(401, "A staff key is needed", "A staff key is needed");
            }
            if (answer.equals("HANG")) {
                stop.await();
            } else if (!answer.equals("DROP")) {
                send(exchange, answer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized String answer(HttpExchange exchange, String request, JsonNode body) {
        if (request.equals("POST /api/v1/lots")) {
            String key = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Idempotency-Key"))
                    .orElse("");
            runs.add(key);
            return "201 " + made.computeIfAbsent(key, asked -> makeLot(body));
        }
        if (request.equals("GET /.well-known/yima")) {
            return "200 {\"service\":\"stand-in\"}";
        }
        String[] path = exchange.getRequestURI().getPath().split("/", -1);
        if (request.equals("GET /api/v1/brand")) {
            return "200 " + MAPPER.createObjectNode().put("urlBase", urlBase);
        }
        if (request.equals("GET /api/v1/custody")) {
            return "200 "
                    + MAPPER.createObjectNode().put("plainCopies", true).put("signer", base64(SIGNER.publicKey()));
        }
        if (request.startsWith("GET /api/v1/lots/") && lots.containsKey(path[path.length - 1])) {
            return "200 " + lots.get(path[path.length - 1]);
        }
        if (request.startsWith("GET /api/v1/lots?")) {
            return "200 " + page(exchange.getRequestURI().getQuery());
        }
        if (path[path.length - 1].equals("manifest")) {
            return "200 " + sign(body);
        }
        if (request.equals("POST /api/v1/packs")) {
            return "200 " + packed(body);
        }
        if (request.startsWith("GET /api/v1/codes/")) {
            return story(path[path.length - 1]);
        }
        if (request.startsWith("GET /api/v1/products/") || request.startsWith("GET /api/v1/campaigns/")) {
            String name = request.contains("products") ? "Cola 0.5 l" : "Summer";
            return "200 " + MAPPER.createObjectNode().put("name", name).put("state", "RUNNING");
        }
        ObjectNode lot = lots.get(path[path.length - 2]);
        if (lot == null) {
            return problem(
                    404, "Not found", "Not found: " + exchange.getRequestURI().getPath());
        }
        return switch (path[path.length - 1]) {
            case "key" -> {
                if (body.has("reason")) {
                    bodies.add(body);
                }
                yield "200 " + MAPPER.createObjectNode().put("key", key(path[path.length - 2]));
            }
            case "copies" -> "201 " + copies(lot, body);
            case "custody" -> "200 " + custody.getOrDefault(path[path.length - 2], MAPPER.createObjectNode());
            case "ranges" -> exchange.getRequestMethod().equals("GET") ? "200 {\"items\":[]}" : "200 " + taken(body);
            case "waste", "unwaste" -> "200 " + taken(body);
            case "binding" -> "200 " + bound(exchange, body);
            case "activate", "unfreeze" -> "200 " + lot.put("state", "ACTIVE").without(List.of("stopReason"));
            case "freeze" -> "200 " + stopped(lot, "FROZEN", body);
            case "void" -> "200 " + stopped(lot, "VOID", body);
            default -> problem(404, "Not found", "");
        };
    }

    /** Names copies as the server does: honey codes are the last of the lot. */
    private ObjectNode copies(ObjectNode lot, JsonNode request) {
        ObjectNode answer = MAPPER.createObjectNode();
        ArrayNode copies = answer.putArray("copies");
        int total = 0;
        for (JsonNode copy : request.path("copies")) {
            total += copy.path("honeys").asInt();
        }
        int next = lot.path("size").asInt() - total;
        for (JsonNode copy : request.path("copies")) {
            ObjectNode named = copies.addObject();
            named.setAll((ObjectNode) copy);
            named.put("place", copies.size() - 1);
            ArrayNode honeys = named.putArray("honeys");
            for (int i = 0; i < copy.path("honeys").asInt(); i++) {
                // Any order of serials that every copy agrees on will do for mixed ones: every seventh.
                honeys.add(copy.path("mixed").asBoolean() ? 7 * honeys.size() + copies.size() : next++);
            }
        }
        custody.put(lot.path("number").asText(), answer);
        return answer;
    }

    private String story(String text) {
        ObjectNode lot = lots.get(text.substring(0, 4));
        if (lot != null
                && CodeReader.read(text) instanceof CodeReading.Wellformed read
                && codec(text.substring(0, 4), lot.path("size").asInt()).open(read.code())
                        instanceof OpenResult.Genuine) {
            return "200 {\"verdict\":\"GENUINE_FIRST\"}";
        }
        return problem(404, "Not found", "");
    }

    private static ObjectNode sign(JsonNode request) {
        byte[] manifest = request.path("manifest").asText().getBytes(UTF_8);
        return MAPPER.createObjectNode()
                .put("signer", base64(SIGNER.publicKey()))
                .put("signature", base64(SIGNER.sign(manifest)));
    }

    private ObjectNode taken(JsonNode request) {
        boolean dry = request.path("dryRun").asBoolean();
        if (request instanceof ObjectNode body) {
            body.remove("dryRun");
        }
        if (!dry) {
            bodies.add(request);
        }
        int count = request.path("serials").size()
                + request.path("codes").size()
                + request.path("pairs").size();
        return MAPPER.createObjectNode()
                .put("voided", count)
                .put("restored", count)
                .put("claimed", 0);
    }

    private JsonNode bound(HttpExchange exchange, JsonNode request) {
        if (exchange.getRequestURI().getQuery() == null) {
            bodies.add(request);
        }
        return request;
    }

    private ObjectNode packed(JsonNode request) {
        bodies.add(request);
        int count = 0;
        for (JsonNode link : request.path("links")) {
            count += link.path("children").size();
        }
        return MAPPER.createObjectNode().put("linked", count).put("moved", 0).put("already", 0);
    }

    private ObjectNode stopped(ObjectNode lot, String state, JsonNode body) {
        bodies.add(body);
        if (body.has("reason")) {
            lot.put("stopReason", body.path("reason").asText());
        }
        return lot.put("state", state);
    }

    /** What was sent to void misprints, to bind ranges, to pack or to stop a lot. */
    List<JsonNode> bodies() {
        return List.copyOf(bodies);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The lots that were asked for. */
    List<JsonNode> orders() {
        return List.copyOf(orders);
    }

    private ObjectNode makeLot(JsonNode order) {
        orders.add(order);
        String number = new LotNumber(FIRST_LOT + lots.size()).text();
        ObjectNode lot = MAPPER.createObjectNode().put("number", number);
        lot.setAll((ObjectNode) order);
        lot.put("state", "MINTED").put("urlBase", urlBase).put("createdAt", "2026-01-01T00:00:00Z");
        lot.putNull("gtin");
        lots.put(number, lot);
        return lot;
    }

    private ObjectNode page(String query) {
        String after = query.contains("after=") ? query.substring(query.indexOf("after=") + 6) : "";
        ObjectNode page = MAPPER.createObjectNode();
        ArrayNode items = page.putArray("items");
        for (Map.Entry<String, ObjectNode> lot : lots.entrySet()) {
            if (lot.getKey().compareTo(after) > 0 && items.size() < 2) {
                items.add(lot.getValue());
                after = lot.getKey();
            }
        }
        boolean more = !lots.isEmpty() && after.compareTo(Collections.max(lots.keySet())) < 0;
        return more ? page.put("next", after) : page.putNull("next");
    }

    private static String key(String number) {
        LotNumber lot = LotNumber.read(number).orElseThrow();
        return Base64.getEncoder().encodeToString(BRAND.lotKey(lot).bytes());
    }

    private static String problem(int status, String title, String detail) {
        return status + " "
                + MAPPER.createObjectNode()
                        .put("type", "https://yima.dev/problems/x")
                        .put("title", title)
                        .put("status", status)
                        .put("detail", detail);
    }

    private static void send(HttpExchange exchange, String answer) throws IOException {
        int status = Integer.parseInt(answer.substring(0, 3));
        byte[] body = answer.substring(4).getBytes(UTF_8);
        exchange.getResponseHeaders()
                .add("Content-Type", status < 400 ? "application/json" : "application/problem+json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
