package dev.yima.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide makes each secret that is read, restores as it says, and explains each alert. */
class GuideTest {
    private static final Path GUIDES = Manifests.ROOT.resolve("docs/guides");
    /** What kubectl would send to a cluster. */
    private static final String OFFLINE =
            "set -euo pipefail; kubectl() { command kubectl \"$@\" --dry-run=client --output yaml; echo ---; }\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void eachSecretThatIsReadIsMade() throws Exception {
        List<String> blocks = blocks("## The secrets", "sh");
        Manifests made = Manifests.read(Manifests.run("bash", "-c", OFFLINE + blocks.get(0)));
        TreeSet<String> keys = new TreeSet<>();
        made.ofKind("Secret")
                .forEach(secret -> secret.path("data")
                        .fieldNames()
                        .forEachRemaining(
                                key -> keys.add(secret.at("/metadata/name").asText() + "/" + key)));

        assertEquals(
                List.of(),
                made.objects().stream()
                        .flatMap(object -> Schemas.faults(object).stream())
                        .toList());
        assertEquals(new TreeSet<>(), missing(read("laptop"), keys));
        assertTrue(blocks.get(1).contains("create secret generic yima-backups"));
        keys.addAll(List.of("yima-backups/access-key-id", "yima-backups/secret-access-key"));
        assertEquals(new TreeSet<>(), missing(read("production"), keys));
    }

    private static TreeSet<String> missing(TreeSet<String> read, TreeSet<String> made) {
        assertFalse(read.isEmpty());
        read.removeAll(made);
        return read;
    }

    /** Each key of a Secret that an overlay must have. */
    private static TreeSet<String> read(String overlay) throws Exception {
        Manifests manifests =
                Manifests.render(Manifests.FOLDER.resolve("overlays").resolve(overlay));
        TreeSet<String> keys = new TreeSet<>();
        for (JsonNode object : manifests.objects()) {
            for (String field : List.of("secretKeyRef", "accessKeyId", "secretAccessKey")) {
                object.findValues(field).stream()
                        .filter(key -> !key.path("optional").asBoolean())
                        .forEach(key -> keys.add(key.path("name").asText() + "/"
                                + key.path("key").asText()));
            }
            for (String field : List.of("secret", "passwordSecret")) {
                object.findValues(field).stream()
                        .map(secret -> secret.path("name").asText())
                        .forEach(secret -> keys.addAll(List.of(secret + "/username", secret + "/password")));
            }
        }
        return keys;
    }

    @Test
    void aRestoreRenders() throws Exception {
        Path overlay = Files.createDirectory(folder.resolve("restored"));
        Files.writeString(
                overlay.resolve("restore.yaml"),
                blocks("## Back up and restore", "yaml").get(0));
        Path copy = Files.createDirectory(folder.resolve("k8s"));
        ManifestsTest.copyTo(copy);
        Path production = copy.resolve("overlays/production");
        Files.copy(overlay.resolve("restore.yaml"), production.resolve("restore.yaml"));
        Files.writeString(
                production.resolve("kustomization.yaml"),
                Files.readString(production.resolve("kustomization.yaml"))
                        .replace("patches:\n", "patches:\n  - path: restore.yaml\n"));

        JsonNode cluster =
                Manifests.render(production).ofKind("Cluster").findFirst().orElseThrow();

        assertEquals(List.of(), Schemas.faults(cluster));
        assertTrue(cluster.at("/spec/bootstrap").has("recovery"));
        assertFalse(cluster.at("/spec/bootstrap").has("initdb"));
        assertEquals(
                "required",
                cluster.at("/spec/postgresql/synchronous/dataDurability").asText());
    }

    @Test
    void eachAlertIsExplained() throws Exception {
        List<String> explained = found("(?m)^\\| (Yima\\w+ \\((?:page|ticket)\\)) \\|", text("kubernetes.md"));
        List<String> told = new ArrayList<>();
        for (JsonNode rule : Manifests.render(Manifests.FOLDER.resolve("overlays/production"))
                .ofKind("PrometheusRule")
                .findFirst()
                .orElseThrow()
                .findPath("rules")) {
            told.add(rule.path("alert").asText() + " ("
                    + rule.at("/labels/severity").asText() + ")");
        }

        assertEquals(told, explained);
    }

    @Test
    void eachFigureThatIsLookedAtIsOne() throws Exception {
        String sources = sources();
        Path monitoring = Manifests.FOLDER.resolve("components/monitoring");
        String used =
                Files.readString(monitoring.resolve("alerts.yaml")) + Files.readString(monitoring.resolve("yima.json"));
        List<String> unknown = found("\\b(yima_\\w+)", used).stream()
                .map(name -> name.replaceFirst("_(?:total|sum|count|seconds_bucket|seconds_count)$", ""))
                .distinct()
                .filter(name -> !known(sources, name))
                .toList();

        assertEquals(List.of(), unknown);
    }

    /** Meters are named with dots, and some have underscores within. */
    private static boolean known(String sources, String name) {
        return Pattern.compile("\"" + name.replace("_", "[._]") + "\"")
                .matcher(sources)
                .find();
    }

    @Test
    void theServicesOfComposeAreThoseOfTheCluster() throws Exception {
        String compose = text("docker-compose.yaml");
        JsonNode services = new YAMLMapper().readTree(compose).path("services");
        String guide = text("own-postgresql-and-redis.md");
        TreeSet<String> images = new TreeSet<>(services.findValuesAsText("image"));
        TreeSet<String> cluster = Manifests.render(Manifests.FOLDER.resolve("overlays/laptop"))
                .workloads()
                .map(workload ->
                        workload.at("/spec/template/spec/containers/0/image").asText())
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> settings = new ArrayList<>();
        services.at("/yima/environment").fieldNames().forEachRemaining(settings::add);

        assertEquals(cluster, images);
        for (String variable : found("\\$\\{(\\w+):\\?}", compose)) {
            assertTrue(guide.contains(variable), variable);
        }
        String readme = Files.readString(Manifests.ROOT.resolve("README.md"));
        assertEquals(
                List.of(),
                settings.stream()
                        .filter(name -> !readme.contains("`" + name + "`"))
                        .toList());
    }

    private static String sources() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(Manifests.ROOT.resolve("src/gateway/src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private static List<String> blocks(String heading, String language) throws IOException {
        String section = ("\n" + text("kubernetes.md"))
                .split("\n" + heading + "\n", 2)[1]
                .split("\n## ", 2)[0];
        return found("(?ms)^```" + language + "\n(.*?)^```", section);
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private static String text(String name) throws IOException {
        return Files.readString(GUIDES.resolve(name));
    }
}
