package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/**
 * The OpenAPI document in the reference is the one that the service gives. After a change on purpose, run the test with
 * {@code -Ddocs.update=true} and commit the page.
 */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class OpenApiTest {
    private static final Path PAGE = Path.of(System.getProperty("project.root"), "docs", "reference", "openapi.yaml");

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    @Test
    void theReferenceIsWhatTheServiceSays() throws IOException {
        String served = Management.get("/q/openapi").asString();
        if (Boolean.getBoolean("docs.update")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, served);
        }
        assertEquals(Files.readString(PAGE), served);
    }

    @Test
    void everyCallHasANameOfItsOwn() throws IOException {
        Map<String, String> unnamed = new TreeMap<>();
        Set<String> names = new TreeSet<>();
        operations((call, operation) -> {
            String id = operation.path("operationId").asText();
            if (!id.matches("[a-z][A-Za-z]+") || !names.add(id)) {
                unnamed.put(call, id);
            }
        });
        assertEquals(Map.of(), unnamed);
        assertTrue(
                names.containsAll(Set.of("scan", "lotActivate", "campaignPublish", "ledgerCheckAsk")), names::toString);
    }

    @Test
    void everyAnswerHasASchema() throws IOException {
        Set<String> without = new TreeSet<>();
        operations((call, operation) -> operation.path("responses").properties().forEach(answer -> {
            boolean empty = Set.of("204", "303", "default").contains(answer.getKey());
            JsonNode content = answer.getValue().path("content");
            if (!empty && content.isEmpty()) {
                without.add(call + " " + answer.getKey());
            }
            content.properties().forEach(media -> {
                if (media.getValue().path("schema").isEmpty()) {
                    without.add(call + " " + answer.getKey() + " " + media.getKey());
                }
            });
        }));
        assertEquals(Set.of(), without);
    }

    @Test
    void everyEnumerationHasANameThatSaysWhatItIs() throws IOException {
        JsonNode schemas = document().path("components").path("schemas");
        Set<String> unnamed = new TreeSet<>();
        schemas.properties().forEach(schema -> {
            if (schema.getValue().has("enum") && schema.getKey().matches("(Kind|State|Name|Result|Role|Rule)?[0-9]*")
                    || schema.getKey().matches(".*[0-9]")) {
                unnamed.add(schema.getKey());
            }
            schema.getValue().path("properties").properties().forEach(property -> {
                if (property.getValue().has("enum")) {
                    unnamed.add(schema.getKey() + "." + property.getKey());
                }
            });
        });
        assertEquals(Set.of(), unnamed);
        assertEquals(
                List.of("OUTBOUND", "RECEIPT", "RETURN"),
                new ObjectMapper().convertValue(schemas.path("MovementKind").path("enum"), List.class));
    }

    @Test
    void everySchemaAndEveryFieldIsDescribed() throws IOException {
        Set<String> without = new TreeSet<>();
        document().at("/components/schemas").properties().forEach(schema -> {
            if (isVague(schema.getValue().path("description").asText())) {
                without.add(schema.getKey());
            }
            schema.getValue().path("properties").properties().forEach(field -> {
                if (isVague(field.getValue().path("description").asText())) {
                    without.add(schema.getKey() + "." + field.getKey());
                }
            });
        });
        assertEquals(Set.of(), without);
    }

    /** Says nothing, or names a constant of the code, which nobody can look up. */
    private static boolean isVague(String description) {
        return description.isBlank() || description.matches("(?s).*(#[A-Z]|dev\\.yima|[A-Z]_MAX).*");
    }

    @Test
    void everyPostOfTheApiTakesAnIdempotencyKey() throws IOException {
        Set<String> without = new TreeSet<>();
        operations((call, operation) -> {
            boolean told = operation.path("parameters").findValuesAsText("name").contains("Idempotency-Key")
                    || operation.path("parameters").toString().contains("parameters/IdempotencyKey");
            if (call.startsWith("post /api/") && !told) {
                without.add(call);
            }
        });
        assertEquals(Set.of(), without);
    }

    private static void operations(BiConsumer<String, JsonNode> each) throws IOException {
        document()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .forEach(method -> each.accept(method.getKey() + " " + path.getKey(), method.getValue())));
    }

    private static JsonNode document() throws IOException {
        return new ObjectMapper()
                .readTree(Management.get("/q/openapi?format=json").asString());
    }

    @Test
    void everyCallIsExplained() {
        String served = Management.get("/q/openapi").asString();
        assertFalse(served.contains("Cancellable"));
        served.lines()
                .filter(line -> line.matches("    (get|post|patch|put|delete):"))
                .forEach(line -> assertFalse(served.contains(line + "\n      responses"), line));
    }
}
