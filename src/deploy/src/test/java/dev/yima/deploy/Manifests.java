package dev.yima.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The objects that kubectl renders of a folder.
 *
 * @param objects each as a tree
 */
record Manifests(List<JsonNode> objects) {
    static final Path ROOT = Path.of(System.getProperty("project.root"));
    static final Path FOLDER = ROOT.resolve("k8s");

    private static final YAMLMapper YAML = new YAMLMapper();

    /** Renders a folder; needs kubectl 1.21 or later, and no cluster. */
    static Manifests render(Path folder) throws IOException, InterruptedException {
        return read(run("kubectl", "kustomize", folder.toString()));
    }

    /** Reads objects from YAML. */
    static Manifests read(String yaml) throws IOException {
        return new Manifests(YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml).readAll().stream()
                .filter(JsonNode::isObject)
                .toList());
    }

    /** Runs a command and answers what it writes. */
    static String run(String... command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("yima-deploy", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(ROOT.toFile())
                    .redirectError(errors.toFile())
                    .start();
            String written = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + Files.readString(errors));
            }
            return written;
        } finally {
            Files.delete(errors);
        }
    }

    /** Those of some kinds. */
    Stream<JsonNode> ofKind(String... kinds) {
        return objects.stream()
                .filter(object -> List.of(kinds).contains(object.path("kind").asText()));
    }

    /** Those that make pods. */
    Stream<JsonNode> workloads() {
        return ofKind("Deployment", "StatefulSet", "Job");
    }

    /** Kind and name of an object. */
    static String name(JsonNode object) {
        return object.path("kind").asText() + "/"
                + object.path("metadata").path("name").asText();
    }

    /** Elements of a list, none where there is no list. */
    static Stream<JsonNode> each(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
