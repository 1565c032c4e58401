package dev.yima.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {
    private final StandInServer server = new StandInServer();

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void theKeyIsReadFromTheHomeOfTheServer(@TempDir Path home) throws IOException {
        Files.writeString(home.resolve("owner.key"), StandInServer.KEY + "\n");

        CommandRun.with(Map.of("YIMA_HOME", home.toString(), "YIMA_URL", server.url()), "lots")
                .succeeded();
    }

    @Test
    void theCommandLineGoesBeforeTheEnvironment() {
        CommandRun.with(
                        Map.of("YIMA_KEY", "another", "YIMA_URL", "http://localhost:1"),
                        "lots",
                        "--key",
                        StandInServer.KEY,
                        "--url",
                        server.url() + "/")
                .succeeded();
    }

    @Test
    void aMissingKeyNamesWhereItWasLookedFor(@TempDir Path home) {
        CommandRun.with(Map.of("YIMA_HOME", home.toString(), "YIMA_URL", server.url()), "lots")
                .failed(1, "must have a key", home.resolve("owner.key").toString());
    }

    @Test
    void aWrongKeyIsTheServersRefusal() {
        CommandRun.with(Map.of("YIMA_URL", server.url(), "YIMA_KEY", "wrong-key"), "lots")
                .failed(3, "the server knows no such key: the key in YIMA_KEY", "was taken back");
    }

    @Test
    void theKeyIsNeverShownEvenWhenTheServerRepeatsIt() {
        server.answer(
                "GET /api/v1/lots?limit=100", "403 {\"title\":\"No\",\"detail\":\"not " + StandInServer.KEY + "\"}");

        CommandRun.against(server, "lots").failed(3, "No: not [key]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "käse", "a\nb", ""})
    void aMalformedKeyIsNotSentAndNotShown(String key) {
        CommandRun.with(Map.of("YIMA_URL", server.url()), "lots", "--key", key).failed(2, "the key in --key");

        assertEquals(List.of(), server.requests());
    }

    @Test
    void aServerThatIsAwayIsOneLine() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        CommandRun.with(Map.of("YIMA_URL", "http://localhost:" + port, "YIMA_KEY", "k"), "lots")
                .failed(1, "cannot reach the server at http://localhost:" + port);
    }

    @Test
    void theKeyDoesNotTravelInTheOpen() {
        Map<String, String> variables = Map.of("YIMA_URL", "http://192.0.2.1:8080", "YIMA_KEY", "k");

        CommandRun.with(variables, "lots").failed(1, "must be https", "--insecure-http");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "ftp://localhost", "http://", "http://a b", "http://u:secret@localhost"})
    void aMalformedAddressIsWrongUsage(String url) {
        CommandRun run = CommandRun.with(Map.of("YIMA_KEY", "k"), "lots", "--url", url);

        run.failed(2, "must be http(s)://HOST[:PORT]");
        assertFalse(run.err().contains("secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 <html>", "200 []", "200 ", "302 ", "200 {\"items\":[],\"next\":\"../..\"}"})
    void anAnswerThatMakesNoSenseIsAFailure(String answer) {
        server.answer("GET /api/v1/lots?limit=100", answer);

        CommandRun run = CommandRun.against(server, "lots");

        assertEquals(1, run.exitCode());
        assertEquals(1, run.err().lines().count(), run.err());
    }

    @Test
    void aRefusalWithoutAProblemShowsItsStatus() {
        server.answer("GET /api/v1/lots?limit=100", "503 <html>busy</html>");

        CommandRun.against(server, "lots").failed(3, "the server refused: status 503");
    }

    @Test
    void anEndlessAnswerIsCutOff() {
        server.answer("GET /api/v1/lots?limit=100", "200 \"" + "x".repeat((16 << 20) + 1) + "\"");

        CommandRun.against(server, "lots").failed(1, "must have at most 16777216 bytes");
    }

    @Test
    void textFromTheServerCannotSteerTheTerminal() {
        server.answer("GET /api/v1/lots?limit=100", "409 {\"title\":\"a\\u001b[2Jb\\nc\\u202ed\"}");

        CommandRun.against(server, "lots").failed(3, "a [2Jb c d (status 409)");
    }
}
