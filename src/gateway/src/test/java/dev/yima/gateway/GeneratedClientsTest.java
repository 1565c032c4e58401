package dev.yima.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codec.LotCodec;
import dev.yima.codec.LotKey;
import dev.yima.codec.LotNumber;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that are generated from the OpenAPI document compile, and walk the tour of the README. In the long proofs
 * only: a generator and a compiler of TypeScript are fetched.
 */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@EnabledIfSystemProperty(named = "test.full", matches = "true")
class GeneratedClientsTest {
    private static final long MINUTES_MAX = 10;
    private static final int SIZE = 100;
    private static final Path SOURCES =
            Path.of("src", "test", "resources", "sdk").toAbsolutePath();
    private static final Path GENERATOR =
            Path.of("target", "openapi-generator", "openapi-generator-cli.jar").toAbsolutePath();
    private static final String JAVA_BIN =
            Path.of(System.getProperty("java.home"), "bin").toString() + File.separator;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theClientInJavaWalksTheTour() throws Exception {
        generate(
                "java",
                "--library=native",
                "--invoker-package=dev.yima.client",
                "--api-package=dev.yima.client.api",
                "--model-package=dev.yima.client.model",
                "--additional-properties=openApiNullable=false,useJakartaEe=true,hideGenerationTimestamp=true");
        List<String> compile = new ArrayList<>(List.of(
                JAVA_BIN + "javac", "-nowarn", "-proc:none", "-cp", classpath(), "-d", "classes", tour("Tour.java")));
        try (Stream<Path> generated = Files.walk(folder.resolve("client/src/main/java"))) {
            generated.filter(file -> file.toString().endsWith(".java")).forEach(file -> compile.add(file.toString()));
        }
        run(compile);
        walk(List.of(JAVA_BIN + "java", "-cp", "classes" + File.pathSeparator + classpath(), "Tour"));
    }

    @Test
    void theClientInTypeScriptWalksTheTour() throws Exception {
        generate("typescript-fetch", "--additional-properties=importFileExtension=.js");
        tour("tour.ts");
        Files.writeString(folder.resolve("package.json"), "{\"type\":\"module\"}");
        run(List.of("npm", "install", "--no-audit", "--no-fund", "typescript@5", "@types/node@20"));
        run(List.of(
                "node_modules/.bin/tsc",
                "--strict",
                "--target",
                "es2022",
                "--module",
                "nodenext",
                "--skipLibCheck",
                "--outDir",
                "out",
                "tour.ts"));
        Files.writeString(folder.resolve("out/package.json"), "{\"type\":\"module\"}");
        walk(List.of("node", "out/tour.js"));
    }

    private void generate(String language, String... options) throws Exception {
        Path document = folder.resolve("openapi.yaml");
        Files.writeString(document, Management.get("/q/openapi").asString());
        List<String> command = new ArrayList<>(List.of(
                JAVA_BIN + "java",
                "-jar",
                GENERATOR.toString(),
                "generate",
                "-i",
                document.toString(),
                "-g",
                language));
        command.addAll(List.of("-o", folder.resolve("client").toString()));
        command.addAll(List.of(options));
        run(command);
    }

    /** The tour in one language, beside the client. */
    private String tour(String name) throws IOException {
        return Files.copy(SOURCES.resolve(name), folder.resolve(name)).toString();
    }

    private static String classpath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private void run(List<String> command) throws Exception {
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertTrue(process.waitFor(MINUTES_MAX, TimeUnit.MINUTES), () -> "too slow: " + command);
        String said = Files.readString(log);
        String end = said.substring(Math.max(0, said.length() - 4_000));
        assertEquals(
                0, process.exitValue(), () -> command.stream().limit(4).collect(Collectors.joining(" ")) + "\n" + end);
    }

    /** Walks the tour. Its client makes a lot and prints its number and key, and is given a code of it. */
    private void walk(List<String> command) throws Exception {
        List<String> tour = new ArrayList<>(command);
        tour.add(RestAssured.baseURI + ":" + RestAssured.port);
        tour.add(ShopFixture.fresh("Generated client").key());
        Process process = new ProcessBuilder(tour)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = process.inputReader(UTF_8);
                Writer answer = process.outputWriter(UTF_8)) {
            String line = String.valueOf(said.readLine());
            assertTrue(line.startsWith("LOT "), () -> line + said.lines().collect(Collectors.joining("\n")));
            String[] lot = line.split(" ", -1);
            LotCodec codec = new LotCodec(
                    LotNumber.read(lot[1]).orElseThrow(),
                    SIZE,
                    LotKey.of(Base64.getDecoder().decode(lot[2])));
            answer.write(codec.code(0).text() + "\n");
            answer.flush();
            assertEquals("DONE", said.lines().collect(Collectors.joining("\n")));
            assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        } finally {
            process.destroyForcibly();
        }
    }
}
