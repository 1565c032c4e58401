package dev.yima.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.codec.LotCodec;
import dev.yima.codec.LotKey;
import dev.yima.codec.LotNumber;
import dev.yima.embedded.LocalServers;
import dev.yima.embedded.LocalServersOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image: two builds share all layers but the last, its bill of materials names what is in it, and its process,
 * started as the Jobs and pods of {@code k8s} start it, mints, scans and pays one code.
 */
@EnabledIfSystemProperty(named = "test.full", matches = "true")
class ImageIT {
    private static final Set<String> LEFT = Set.of("target", ".git", ".idea", "docs", "k8s");
    private static final String KEK = Base64.getEncoder().encodeToString(new byte[32]);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private final int[] ports = new int[2];

    @BeforeAll
    static void build() throws Exception {
        // Its user must be able to come by.
        var open = Manifests.run("chmod", "755", folder.toString());
        Path base = folder.resolve("base.tar");
        var made = Manifests.run("src/deploy/src/test/sh/base-image.sh", base.toString());
        for (String build : List.of("one", "other")) {
            Path sources = folder.resolve(build);
            copySources(sources);
            var built = Manifests.run(
                    "bash",
                    "-c",
                    "cd " + sources + " && ./mvnw -B -ntp -q -Pimage package -pl src/deploy -am"
                            + " -Dmaven.test.skip=true -Dimage.base=tar://" + base);
        }
    }

    /** The last has classes that Quarkus generates, in another order each time. */
    @Test
    void twoBuildsHaveAllLayersButTheLastInCommon() throws Exception {
        List<String> one = layers("one");
        List<String> other = layers("other");

        assertEquals(one.subList(0, one.size() - 1), other.subList(0, other.size() - 1));
    }

    private static List<String> layers(String build) throws Exception {
        String archive = target(build).resolve("yima.tar").toString();
        List<String> names = new ArrayList<>();
        JSON.readTree(Manifests.run("tar", "--extract", "--to-stdout", "--file", archive, "manifest.json"))
                .at("/0/Layers")
                .forEach(layer -> names.add(layer.asText()));
        return names;
    }

    @Test
    void theBillOfMaterialsNamesEachLibraryAndNoServerIsAmongThem() throws Exception {
        UnpackedImage image = UnpackedImage.of(target("one").resolve("yima.tar"), folder.resolve("bill"));
        TreeSet<String> libraries;
        try (Stream<Path> files = Files.walk(image.root().resolve("opt/yima/lib"))) {
            libraries = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        JsonNode bill = JSON.readTree(target("one").resolve("yima.cdx.json").toFile());
        Set<String> named = new TreeSet<>();
        for (JsonNode component : bill.get("components")) {
            String library = component.path("group").asText() + "."
                    + component.get("name").asText() + "-"
                    + component.get("version").asText();
            String kind = component.path("purl").asText().replaceFirst("^[^?]*\\??", "");
            String classifier = kind.contains("classifier=") ? kind.replaceFirst(".*classifier=([^&]*).*", "-$1") : "";
            named.add(library + classifier + ".jar");
        }

        assertTrue(libraries.size() > 100, libraries::toString);
        assertEquals(
                List.of(),
                libraries.stream().filter(name -> name.contains("embedded")).toList());
        libraries.removeAll(named);
        assertEquals(new TreeSet<>(), libraries);
    }

    @Test
    void itMintsScansAndPaysAsTheClusterStartsIt() throws Exception {
        UnpackedImage image = UnpackedImage.of(target("one").resolve("yima.tar"), folder.resolve("image"));
        assertEquals("65532:65532", image.config().get("User").asText());
        assertEquals("", image.writable(), "its user writes to /tmp alone");
        Path account = image.root().resolve("var/run/secrets/kubernetes.io/serviceaccount");
        try (LocalServers servers = LocalServers.open(new LocalServersOptions(folder.resolve("servers"), true, true));
                ApiServer api = ApiServer.start(Files.createDirectory(folder.resolve("api")), account)) {
            Map<String, String> stores = Map.of(
                    "YIMA_DATABASE_URL", servers.serviceDatabaseUrl().orElseThrow(),
                    "YIMA_REDIS_URL", servers.redisUrl().orElseThrow());
            Map<String, String> migrate = with(stores, "YIMA_SETUP", "migrate");
            migrate.put("YIMA_MIGRATION_URL", servers.databaseUrl().orElseThrow());
            assertEquals(0, end(image, migrate), ImageIT::log);

            Map<String, String> found = with(stores, "YIMA_SETUP", "found");
            found.putAll(api.environment());
            found.put("YIMA_KEK", KEK);
            found.put("YIMA_OWNER_KEY_SECRET", "yima-owner");
            assertEquals(0, end(image, found), ImageIT::log);
            assertTrue(api.ownerKey().length() > 32, "the key is in the Secret");
            assertFalse(log().contains(api.ownerKey()), "and not in the log");

            Map<String, String> serve = with(stores, "YIMA_SETUP", "none");
            serve.put("YIMA_KEK", KEK);
            freePorts();
            serve.put("QUARKUS_HTTP_PORT", Integer.toString(ports[0]));
            serve.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(ports[1]));
            Process service = image.start(serve, folder.resolve("log"));
            try {
                await(() -> service.isAlive() && status(ports[1], "/q/health/ready") == 200);
                pay(api.ownerKey());
            } finally {
                service.descendants().forEach(ProcessHandle::destroy);
                assertTrue(service.waitFor(60, TimeUnit.SECONDS));
            }
        }
    }

    /** One code from mint to money. */
    private void pay(String key) throws Exception {
        String campaign = staff(key, "campaigns", """
                {"name":"Cluster","prizes":[{"kind":"CASH","amountMinor":188,"count":1}]}""").get("id").asText();
        var published = staff(key, "campaigns/" + campaign + "/publish", "{}");
        String number = staff(key, "lots", "{\"kind\":\"ITEM_INNER\",\"size\":1,\"campaignId\":\"" + campaign + "\"}")
                .get("number")
                .asText();
        byte[] secret = Base64.getDecoder()
                .decode(staff(key, "lots/" + number + "/key", "{}").get("key").asText());
        var active = staff(key, "lots/" + number + "/activate", "{}");
        String code = new LotCodec(LotNumber.read(number).orElseThrow(), 1, LotKey.of(secret))
                .code(0)
                .text();

        HttpResponse<String> scan =
                send(request("/api/v1/scans").POST(BodyPublishers.ofString("{\"code\":\"" + code + "\"}")));
        assertEquals(188, JSON.readTree(scan.body()).at("/reward/amountMinor").asInt(), scan.body());
        String cookie = scan.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        await(() -> send(request("/api/v1/me").header("Cookie", cookie).GET())
                .body()
                .contains("\"PAID\""));
        assertTrue(send(request("/api/v1/ledger/check")
                        .header("Authorization", "Bearer " + key)
                        .GET())
                .body()
                .contains("\"balanced\":true"));
    }

    private JsonNode staff(String key, String path, String body) throws Exception {
        HttpResponse<String> answer = send(request("/api/v1/" + path)
                .header("Authorization", "Bearer " + key)
                .POST(BodyPublishers.ofString(body)));
        assertEquals(2, answer.statusCode() / 100, answer.body());
        return JSON.readTree(answer.body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports[0] + path))
                .header("Content-Type", "application/json");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static int status(int port, String path) throws InterruptedException {
        try {
            return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)))
                    .statusCode();
        } catch (IOException notYet) {
            return 0;
        }
    }

    /** A question that takes part in a wait. */
    private interface Question {
        boolean isSo() throws Exception;
    }

    private static void await(Question question) throws Exception {
        long until = System.nanoTime() + PATIENCE;
        while (!question.isSo()) {
            assertTrue(System.nanoTime() < until, ImageIT::log);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private static int end(UnpackedImage image, Map<String, String> settings) throws Exception {
        settings.put("QUARKUS_HTTP_PORT", "0");
        settings.put("QUARKUS_MANAGEMENT_PORT", "0");
        Process job = image.start(settings, folder.resolve("log"));
        assertTrue(job.waitFor(120, TimeUnit.SECONDS));
        return job.exitValue();
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(name, value);
        return all;
    }

    private void freePorts() throws IOException {
        List<ServerSocket> open = new ArrayList<>();
        for (int i = 0; i < ports.length; i++) {
            open.add(new ServerSocket(0));
            ports[i] = open.get(i).getLocalPort();
        }
        for (ServerSocket socket : open) {
            socket.close();
        }
    }

    private static Path target(String build) {
        return folder.resolve(build).resolve("src/deploy/target");
    }

    private static String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void copySources(Path target) throws IOException {
        Files.walkFileTree(Manifests.ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                if (LEFT.contains(dir.getFileName().toString()) && !dir.equals(Manifests.ROOT)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(target.resolve(Manifests.ROOT.relativize(dir)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, target.resolve(Manifests.ROOT.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
