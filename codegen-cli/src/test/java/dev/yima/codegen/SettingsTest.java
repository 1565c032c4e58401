package dev.yima.codegen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code $YIMA_HOME/codegen.properties} says for every run. */
class SettingsTest {
    private final StandInServer server = new StandInServer();

    @TempDir
    private Path home = Path.of("");

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void optionsAreReadAsUtf8() throws IOException {
        write("\uFEFF# 夏天\nurl=" + server.url() + "\nkey=" + StandInServer.KEY + "\ncodegen.mint.label=夏日\n");

        run("mint", "--kind=PALLET", "--size=1", "--out=" + home.resolve("m")).succeeded();

        assertEquals("夏日", server.orders().get(0).path("label").asText());
    }

    @Test
    void theEnvironmentGoesBeforeTheFile() throws IOException {
        write("url=http://localhost:1\nkey=another\n");

        CommandRun.with(
                        Map.of("YIMA_HOME", home.toString(), "YIMA_URL", server.url(), "YIMA_KEY", StandInServer.KEY),
                        "lots")
                .succeeded();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "urll=https://q           | without its dashes, such as url: urll",
                "codegen.print.dpj=300    | such as codegen.print.dpi: codegen.print.dpj",
                "codegen.lots.columns=x       | as --help shows it without its dashes: codegen.lots.columns",
                "help=true                | : help",
                "{\"url\": \"x\"}          | must name an option",
                "url                      | must have a value: url",
                "label=\\u12               | must have four hexadecimal digits after each \\u",
            })
    void whatMakesNoSenseIsAnErrorThatNamesIt(String content, String said) throws IOException {
        write(content.strip());

        run("lots").failed(1, "codegen.properties: ", said);
        run("mint").failed(1, "codegen.properties: ", said);
        assertTrue(run("lots", "--help").succeeded().contains("Examples:"), "help is always there");
        assertEquals(0, server.requests().size());
    }

    @Test
    void whatIsNotUtf8IsAnError() throws IOException {
        Files.write(home.resolve("codegen.properties"), "label=café\n".getBytes(ISO_8859_1));

        run("lots").failed(1, "codegen.properties: must be text in UTF-8, UTF-16 or GB18030");
    }

    @Test
    void whatCannotBeReadIsAnError() throws IOException {
        Files.createDirectory(home.resolve("codegen.properties"));

        run("lots").failed(1, "cannot read", "codegen.properties");
    }

    private void write(String content) throws IOException {
        Files.write(home.resolve("codegen.properties"), content.getBytes(UTF_8));
    }

    private CommandRun run(String... arguments) {
        return CommandRun.with(Map.of("YIMA_HOME", home.toString()), arguments);
    }
}
