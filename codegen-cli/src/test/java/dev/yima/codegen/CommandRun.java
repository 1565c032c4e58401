package dev.yima.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codegen.terminal.Terminal;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;

/**
 * What came of one command line.
 *
 * @param exitCode what the shell would see
 * @param out what went to stdout
 * @param err what went to stderr
 */
record CommandRun(int exitCode, String out, String err) {
    /** Runs a command line that knows a server by its environment. */
    static CommandRun against(StandInServer server, String... arguments) {
        return with(Map.of("YIMA_URL", server.url(), "YIMA_KEY", StandInServer.KEY), arguments);
    }

    /** Runs a command line with these environment variables and no others. */
    static CommandRun with(Map<String, String> variables, String... arguments) {
        return run(variables, Optional.empty(), arguments);
    }

    /** Runs a command line on a terminal, where somebody types this answer. */
    static CommandRun answered(StandInServer server, String answer, String... arguments) {
        return run(
                Map.of("YIMA_URL", server.url(), "YIMA_KEY", StandInServer.KEY),
                Optional.of(new BufferedReader(new StringReader(answer + "\n"))),
                arguments);
    }

    private static CommandRun run(
            Map<String, String> variables, Optional<BufferedReader> answers, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err, true), false, variables, answers);
        int exitCode = Codegen.commandLine(terminal).execute(arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /** Expects success and a silent stderr; returns what it printed. */
    String succeeded() {
        assertEquals("", err);
        assertEquals(0, exitCode);
        return out;
    }

    /** Expects an exit code and, on stderr, one line that holds each of the parts, and nothing on stdout. */
    void failed(int expectedExitCode, String... parts) {
        assertEquals(expectedExitCode, exitCode, this::toString);
        assertEquals("", out);
        assertTrue(err.startsWith("codegen: "), err);
        long lines = err.lines().filter(line -> !line.startsWith("Try '")).count();
        assertEquals(1, lines, err);
        assertFalse(err.contains("Exception") || err.contains(StandInServer.KEY), err);
        for (String part : parts) {
            assertTrue(err.contains(part), () -> "wanted " + part + " in " + err);
        }
    }
}
