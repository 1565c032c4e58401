package dev.yima.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.codec.LotCodec;
import dev.yima.codec.LotKey;
import dev.yima.codec.LotNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packaged service as a process of its own, and what staff do with it. */
final class Service implements AutoCloseable {
    /** What a prize of points is worth. */
    static final int POINTS = 5;

    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final int KEY_BYTES = 32;
    private static final int OK = 200;
    private static final Pattern UNRECORDED = Pattern.compile("(?m)^yima_scans_unrecorded_total(?:\\{.*})? (.+)$");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path home;
    private final int port;
    private final Map<String, String> environment;
    private Process process;

    private Service(Path home, int port, Map<String, String> environment) throws IOException {
        this.home = home;
        this.port = port;
        this.environment = environment;
        this.process = launch();
    }

    /** A lot on sale, and what opens its codes. */
    record ActiveLot(String number, LotCodec codec) {}

    /**
     * Starts a service and waits until it is ready.
     *
     * @param servers what it stands on
     * @param name tells the services of one benchmark apart
     * @param settings further settings
     */
    static Service start(Servers servers, String name, Map<String, String> settings) throws IOException {
        Map<String, String> environment = new HashMap<>(servers.environment());
        environment.putAll(settings);
        // Every replica has the same key-encryption key.
        environment.put("YIMA_KEK", Base64.getEncoder().encodeToString(new byte[KEY_BYTES]));
        Service service = new Service(servers.home().resolve(name), freePort(), environment);
        try {
            service.awaitReady();
            service.warm();
            return service;
        } catch (IOException | RuntimeException e) {
            service.close();
            throw e;
        }
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Kills it as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Starts it again, where it was. */
    void restart() throws IOException {
        process = launch();
        awaitReady();
    }

    /** Waits until it says that it is ready. */
    void awaitReady() throws IOException {
        long until = System.nanoTime() + READY_WITHIN.toNanos();
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() > until) {
                throw new IllegalStateException("the service is not ready:\n" + Files.readString(log()));
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /** Lets it answer a first scan, of a code that nobody made: what comes next finds everything loaded. */
    private void warm() throws IOException {
        HttpRequest scan = anybody("/api/v1/scans")
                .POST(BodyPublishers.ofString("{\"code\":\"0C1S1YNT84EZMPS4\"}"))
                .build();
        long until = System.nanoTime() + READY_WITHIN.toNanos();
        while (status(scan) != OK) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("no scan is answered:\n" + Files.readString(log()));
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /** The memory that it has in RAM now, in bytes. */
    long residentBytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            String line =
                    lines.filter(each -> each.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) << 10;
        }
    }

    /** Makes and publishes a campaign in which every claim wins: ten cents for each tenth, points for the others. */
    String campaign(int claims) throws IOException {
        return campaign(claims, "");
    }

    /** The same with more rules: further fields of its JSON, or none. */
    String campaign(int claims, String more) throws IOException {
        int cash = claims / 10;
        String body = "{\"name\":\"Bench\",\"claims\":" + claims + ",\"prizes\":["
                + "{\"kind\":\"CASH\",\"amountMinor\":10,\"count\":" + cash + "},"
                + "{\"kind\":\"POINTS\",\"points\":" + POINTS + ",\"count\":" + (claims - cash) + "}]"
                + (more.isEmpty() ? "" : "," + more) + "}";
        return publish(body);
    }

    /** Makes and publishes a campaign in which every claim wins {@value #POINTS} points. */
    String pointsCampaign(int claims) throws IOException {
        return publish("{\"name\":\"Bench\",\"prizes\":[{\"kind\":\"POINTS\",\"points\":" + POINTS + ",\"count\":"
                + claims + "}]}");
    }

    /** Makes and activates a lot; without a campaign when that is empty. */
    ActiveLot lot(String kind, int size, String campaign) throws IOException {
        return bound(kind, size, campaign.isEmpty() ? "" : ",\"campaignId\":\"" + campaign + "\"");
    }

    /** Makes and activates a lot whose codes are in packs of another. */
    ActiveLot lot(String kind, int size, String campaign, String parent, int pack) throws IOException {
        return bound(kind, size, ",\"campaignId\":\"" + campaign + "\",\"parent\":\"" + parent + "\",\"pack\":" + pack);
    }

    private ActiveLot bound(String kind, int size, String to) throws IOException {
        String number = post("/api/v1/lots", "{\"kind\":\"" + kind + "\",\"size\":" + size + to + "}")
                .get("number")
                .asText();
        post("/api/v1/lots/" + number + "/activate", "{}");
        String key = post("/api/v1/lots/" + number + "/key", "{}").get("key").asText();
        LotNumber lot = LotNumber.read(number).orElseThrow();
        return new ActiveLot(
                number, new LotCodec(lot, size, LotKey.of(Base64.getDecoder().decode(key))));
    }

    /** How many codes of a lot are claimed. */
    long claimed(ActiveLot lot) throws IOException {
        return get("/api/v1/lots/" + lot.number()).get("claimed").asLong();
    }

    /** How many scans were answered and could not be recorded, since the service started. */
    long unrecorded() throws IOException {
        Matcher counted = UNRECORDED.matcher(text(request("/q/metrics").GET()));
        if (!counted.find()) {
            throw new IllegalStateException("must be counted: " + UNRECORDED);
        }
        return (long) Double.parseDouble(counted.group(1));
    }

    /** The laws of money that do not hold; empty when the books balance. */
    List<String> brokenLaws() throws IOException {
        List<String> broken = new ArrayList<>();
        for (JsonNode law : get("/api/v1/ledger/check").get("laws")) {
            if (!law.get("holds").asBoolean()) {
                broken.add(law.get("name").asText() + ": " + law.get("detail").asText());
            }
        }
        return broken;
    }

    JsonNode get(String path) throws IOException {
        return send(request(path).GET());
    }

    JsonNode post(String path, String body) throws IOException {
        return send(request(path).POST(BodyPublishers.ofString(body)));
    }

    /** Its process. */
    ProcessHandle process() {
        return process.toHandle();
    }

    /** Stops it in good order. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(READY_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    private Process launch() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-Xmx512m"));
        String options = System.getProperty("service.options", "");
        command.addAll(options.isBlank() ? List.of() : List.of(options.split(",")));
        command.addAll(List.of("-jar", System.getProperty("gateway.jar")));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.environment().put("YIMA_HOME", home.toString());
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        return builder.start();
    }

    private Path log() {
        return home.resolveSibling(home.getFileName() + ".log");
    }

    private boolean isReady() {
        try {
            return status(request("/q/health/ready").GET().build()) == OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    private int status(HttpRequest request) throws IOException {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private HttpRequest.Builder request(String path) throws IOException {
        Path key = home.resolve("owner.key");
        String owner = Files.exists(key) ? Files.readString(key).strip() : "";
        return anybody(path).header("Authorization", "Bearer " + owner);
    }

    private HttpRequest.Builder anybody(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(ANSWER_WITHIN)
                .header("Content-Type", "application/json");
    }

    /** Makes and publishes a campaign. */
    String publish(String campaign) throws IOException {
        String id = post("/api/v1/campaigns", campaign).get("id").asText();
        post("/api/v1/campaigns/" + id + "/publish", "{}");
        return id;
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException {
        return JSON.readTree(text(request));
    }

    private String text(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IOException(answer.uri() + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
