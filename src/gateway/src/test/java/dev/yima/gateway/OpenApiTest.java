package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The OpenAPI document in the reference is the one that the service gives. After a change on purpose, run the test with
 * {@code -Ddocs.update=true} and commit the page.
 */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class OpenApiTest {
    private static final Path PAGE = Path.of(System.getProperty("project.root"), "docs", "reference", "openapi.yaml");

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
    void everyCallIsExplained() {
        String served = Management.get("/q/openapi").asString();
        assertFalse(served.contains("Cancellable"));
        served.lines()
                .filter(line -> line.matches("    (get|post|patch|put|delete):"))
                .forEach(line -> assertFalse(served.contains(line + "\n      responses"), line));
    }
}
