package dev.yima.gateway.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Makes requests that nobody should send, of each call in {@code openapi.yaml} and of the pages: valid ones in which
 * something is out of its form, its type, its length or its place. One seed makes the same requests again.
 */
final class RequestFuzzer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NO_URI = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final List<String> PAGES = List.of(
            "GET /{code}",
            "POST /{code}",
            "GET /01/{gtin}/21/{code}",
            "GET /my/rewards",
            "POST /my/rewards/{id}/retry",
            "POST /my/rewards/{id}/address",
            "GET /partner",
            "POST /partner/coupons",
            "POST /partner/claim",
            "GET /join/{token}",
            "POST /join/{token}",
            "GET /robots.txt",
            "GET /",
            "GET /favicon.ico");
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\u0000",
            "null",
            "true",
            "-1",
            "0",
            "9223372036854775808",
            "1e400",
            "NaN",
            "' OR 1=1 --",
            "{}",
            "[]",
            "../../etc/passwd",
            "${jndi:ldap://x}",
            "{{7*7}}",
            "<script>alert(1)</script>",
            "\r\nX-Injected: 1",
            "码上有奖",
            "\ud83d\ude00",
            "\u202e\u0300",
            "2026-02-30T25:61:00Z",
            "PT-1S",
            "0C1S-1YNT-84EZ-MPS4",
            "00000000-0000-0000-0000-000000000000",
            "x".repeat(300),
            "9".repeat(3_000));
    private static final List<String> HEADERS = List.of(
            "Accept: a/b" + " ".repeat(10_000) + "@",
            "Accept: " + "a/b,".repeat(250),
            "Accept: text/html;q=NaN, */*;q=-1, /",
            "Accept: ;;;,,,",
            "Accept-Language: " + "zh-".repeat(2_000),
            "Accept-Language: *, -, zh;q=x, en;q=99999999999999999999",
            "Accept-Encoding: gzip;q=, br, " + "x,".repeat(2_000),
            "Content-Encoding: gzip",
            "Content-Type: application/json; charset=utf-7",
            "Content-Type: application/json; charset=" + "x".repeat(100),
            "Content-Type: multipart/form-data; boundary=" + "-".repeat(70),
            "Content-Type: multipart/form-data",
            "Content-Type: ;",
            "Content-Type: text/plain",
            "Content-Type: application/x-www-form-urlencoded",
            "Cookie: " + "a=b; ".repeat(2_000),
            "Cookie: yima_member=" + "A".repeat(4_000),
            "Cookie: yima_member=; yima_member=\"; $Version=1",
            "Cookie: =;;=;\u00ff",
            "Idempotency-Key: " + "k".repeat(129),
            "Idempotency-Key: \u00e4",
            "Idempotency-Key: fuzz",
            "Authorization: Basic Zm9vOmJhcg==",
            "Authorization: Bearer",
            "Authorization: Bearer " + "x".repeat(5_000),
            "Authorization: \u00ff\u00fe",
            "User-Agent: \u00e4\u00f6" + "u".repeat(5_000),
            "X-Forwarded-For: " + "1.1.1.1, ".repeat(1_000),
            "Forwarded: for=\"[::1]:x\";;=,for=" + "_".repeat(2_000),
            "X-Forwarded-Proto: javascript",
            "Sec-Fetch-Site: \u00a0cross-site",
            "Origin: http://[::1",
            "Referer: " + "%".repeat(500),
            "If-None-Match: *",
            "Range: bytes=0-,5-1,-9999999999",
            "Expect: 100-continue",
            "Upgrade: websocket",
            "Connection: Upgrade, HTTP2-Settings",
            "TE: trailers, deflate;q=0.5",
            "X-HTTP-Method-Override: DELETE");

    private final SplittableRandom random;
    private final JsonNode api;
    private final List<Call> calls = new ArrayList<>();
    private final List<String> names;

    /**
     * Reads the API.
     *
     * @param openApi the file {@code openapi.yaml}
     * @param names codes, lots, ids that exist
     */
    RequestFuzzer(long seed, Path openApi, List<String> names) throws IOException {
        this.random = new SplittableRandom(seed);
        this.api = new ObjectMapper(new YAMLFactory()).readTree(openApi.toFile());
        this.names = names;
        api.get("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(method -> {
                    if (List.of("get", "post", "put", "patch", "delete").contains(method.getKey())) {
                        calls.add(new Call(
                                method.getKey().toUpperCase(java.util.Locale.ROOT), path.getKey(), method.getValue()));
                    }
                }));
        PAGES.forEach(page -> calls.add(new Call(page.split(" ")[0], page.split(" ")[1], JSON.createObjectNode())));
    }

    private record Call(String method, String path, JsonNode operation) {}

    /**
     * A request.
     *
     * @param bytes what is sent
     * @param wellFormed whether it is one of HTTP/1.1, so that its answer must say what is wrong
     */
    record Request(byte[] bytes, boolean wellFormed) {
        boolean hasAnswerBody() {
            return bytes[0] != 'H' || bytes[1] != 'E';
        }

        String shown() {
            String text = new String(bytes, ISO_8859_1);
            return text.length() > 700 ? text.substring(0, 700) + "… " + text.length() : text;
        }
    }

    /** The next request. */
    Request next(String host, String staffKey) {
        Call call = pick(calls);
        List<String> headers = new ArrayList<>();
        headers.add(
                "Host: " + (oneIn(60) ? pick(List.of("", "a b", "x".repeat(3_000), "[", "evil.example:99999")) : host));
        headers.add("Connection: close");
        if (!oneIn(5)) {
            headers.add("Authorization: Bearer " + staffKey);
        }
        if (oneIn(3)) {
            headers.add(pick(HEADERS));
        }
        String target = target(call);
        if (oneIn(40)) {
            target += pick(List.of("%", "%zz", "%c0%af", "?&&==&", "?x=%", ";x=1", "//", "/..;/", "x".repeat(5_000)));
        }
        // What is no URI is refused by the HTTP server itself.
        boolean wellFormed = !NO_URI.matcher(target).find();
        byte[] body = body(call);
        boolean hasBody = !call.method.equals("GET") || oneIn(20);
        if (hasBody) {
            boolean form = call.operation.isEmpty();
            headers.add("Content-Type: " + (form ? "application/x-www-form-urlencoded" : "application/json"));
            if (oneIn(20)) {
                headers.add("Transfer-Encoding: chunked");
                body = chunked(body);
            } else {
                headers.add("Content-Length: " + body.length);
            }
        }
        if (oneIn(80)) {
            wellFormed = false;
            headers.set(
                    random.nextInt(headers.size()),
                    pick(List.of(
                            ": x", "a b: c", "Content-Length: -1", "Transfer-Encoding: xx", "Host", "\u0001: \u0002")));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String line =
                (oneIn(60) ? pick(List.of("get", "TRACE", "PROPFIND", "OPTIONS", "HEAD", "X".repeat(50))) : call.method)
                        + " " + target + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
        bytes.writeBytes(line.getBytes(ISO_8859_1));
        if (hasBody) {
            bytes.writeBytes(body);
        }
        return new Request(bytes.toByteArray(), wellFormed);
    }

    private String target(Call call) {
        StringBuilder target = new StringBuilder();
        for (String part : call.path.split("(?=\\{)|(?<=})", -1)) {
            target.append(part.startsWith("{") ? encoded(oneIn(4) ? pick(TEXTS) : pick(names)) : part);
        }
        String sign = "?";
        for (JsonNode parameter : call.operation.path("parameters")) {
            if ("query".equals(parameter.path("in").asText()) && oneIn(2)) {
                target.append(sign)
                        .append(parameter.get("name").asText())
                        .append('=')
                        .append(encoded(oneIn(2) ? pick(TEXTS) : pick(names)));
                sign = "&";
            }
        }
        return target.toString();
    }

    private String encoded(String text) {
        if (oneIn(30)) {
            return "%ff%fe";
        }
        StringBuilder encoded = new StringBuilder();
        for (byte one : text.getBytes(UTF_8)) {
            boolean plain =
                    one >= '0' && one <= '9' || one >= 'A' && one <= 'Z' || one >= 'a' && one <= 'z' || one == '-';
            encoded.append(plain ? "" + (char) one : String.format("%%%02X", one & 0xFF));
        }
        return encoded.toString();
    }

    private byte[] body(Call call) {
        JsonNode content = call.operation.at("/requestBody/content");
        if (call.operation.isEmpty()) {
            return ("name=" + encoded(pick(TEXTS)) + "&coupon=" + encoded(pick(TEXTS)) + "&code="
                            + encoded(pick(names)))
                    .getBytes(UTF_8);
        }
        JsonNode schema =
                content.elements().hasNext() ? content.elements().next().path("schema") : JSON.createObjectNode();
        byte[] body;
        try {
            body = JSON.writeValueAsBytes(value(schema, 0));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return switch (random.nextInt(16)) {
            case 0 -> Arrays.copyOf(body, body.length / 2);
            case 1 -> "[".repeat(1 + random.nextInt(20_000)).getBytes(UTF_8);
            case 2 -> ("{\"a\":".repeat(1 + random.nextInt(5_000))).getBytes(UTF_8);
            case 3 -> flipped(body);
            case 4 -> new byte[0];
            case 5 -> pick(TEXTS).getBytes(UTF_8);
            default -> body;
        };
    }

    private byte[] flipped(byte[] body) {
        byte[] flipped = body.clone();
        for (int i = 0; i < 3 && flipped.length > 0; i++) {
            flipped[random.nextInt(flipped.length)] = (byte) random.nextInt(256);
        }
        return flipped;
    }

    private static byte[] chunked(byte[] body) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        if (body.length > 0) {
            chunks.writeBytes((Integer.toHexString(body.length) + "\r\n").getBytes(ISO_8859_1));
            chunks.writeBytes(body);
            chunks.writeBytes("\r\n".getBytes(ISO_8859_1));
        }
        chunks.writeBytes("0\r\n\r\n".getBytes(ISO_8859_1));
        return chunks.toByteArray();
    }

    /** A value of a schema, in which now and then a part is another one's. */
    private Object value(JsonNode schema, int depth) {
        JsonNode of = resolved(schema);
        if (oneIn(12)) {
            return pick(List.of(
                    "x", 1, -1, 1.5, true, List.of(), Map.of(), Long.MAX_VALUE, List.of(List.of()), pick(TEXTS)));
        }
        if (depth > 6) {
            return Map.of();
        }
        if (of.has("enum")) {
            return of.get("enum").get(random.nextInt(of.get("enum").size())).asText();
        }
        String type = of.path("type").isArray()
                ? of.path("type").get(0).asText()
                : of.path("type").asText("object");
        return switch (type) {
            case "string" -> text(of);
            case "integer" -> pick(List.of(1, 2, 10, 0, -1, 1_000, Integer.MAX_VALUE, Long.MIN_VALUE));
            case "number" -> pick(List.of(1.0, 0.0, -91.0, 1e300, 1e-300));
            case "boolean" -> oneIn(2);
            case "array" -> {
                List<Object> items = new ArrayList<>();
                int count = oneIn(20) ? 500 : random.nextInt(3);
                for (int i = 0; i < count; i++) {
                    items.add(value(of.path("items"), depth + 1));
                }
                yield items;
            }
            default -> object(of, depth);
        };
    }

    private Map<String, Object> object(JsonNode of, int depth) {
        Map<String, Object> object = new java.util.LinkedHashMap<>();
        of.path("properties").fields().forEachRemaining(property -> {
            if (!oneIn(6)) {
                object.put(property.getKey(), value(property.getValue(), depth + 1));
            }
        });
        if (oneIn(20)) {
            object.put(pick(TEXTS), 1);
        }
        return object;
    }

    private String text(JsonNode of) {
        if (oneIn(3)) {
            return pick(TEXTS);
        }
        if ("uuid".equals(of.path("format").asText())) {
            return oneIn(2) ? pick(names) : new UUID(random.nextLong(), random.nextLong()).toString();
        }
        return of.path("examples").isArray() && !of.path("examples").isEmpty()
                ? of.path("examples").get(0).asText()
                : pick(names);
    }

    private JsonNode resolved(JsonNode schema) {
        JsonNode of = schema;
        for (int i = 0; i < 5; i++) {
            if (of.has("$ref")) {
                of = api.at(of.get("$ref").asText().substring(1));
            } else if (of.has("anyOf")) {
                of = of.get("anyOf").get(random.nextInt(of.get("anyOf").size()));
            } else if (of.has("oneOf")) {
                of = of.get("oneOf").get(random.nextInt(of.get("oneOf").size()));
            } else if (of.has("allOf")) {
                of = of.get("allOf").get(0);
            } else {
                break;
            }
        }
        return of;
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }
}
