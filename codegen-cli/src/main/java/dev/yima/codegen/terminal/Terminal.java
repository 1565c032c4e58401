package dev.yima.codegen.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;

/**
 * The streams and environment of a command.
 *
 * @param out results
 * @param err progress, warnings and the line that says what went wrong
 * @param interactive whether a person watches {@code err}
 * @param variables the environment variables
 * @param answers what a person types; empty when nobody can be asked
 */
public record Terminal(
        PrintWriter out,
        PrintWriter err,
        boolean interactive,
        Map<String, String> variables,
        Optional<BufferedReader> answers) {
    /** The launcher sets it when stderr is a terminal; the JDK cannot tell. */
    private static final String INTERACTIVE_PROPERTY = "codegen.interactive";

    /** The same for stdin and stderr. */
    private static final String ANSWERS_PROPERTY = "codegen.answers";

    /** A terminal where nobody can be asked. */
    public Terminal(PrintWriter out, PrintWriter err, boolean interactive, Map<String, String> variables) {
        this(out, err, interactive, variables, Optional.empty());
    }

    /** The terminal of this process. Always UTF-8: labels are Chinese more often than not. */
    public static Terminal ofProcess() {
        return new Terminal(
                new PrintWriter(new FileOutputStream(FileDescriptor.out), false, UTF_8),
                new PrintWriter(new FileOutputStream(FileDescriptor.err), true, UTF_8),
                Boolean.getBoolean(INTERACTIVE_PROPERTY),
                System.getenv(),
                Boolean.getBoolean(ANSWERS_PROPERTY)
                        ? Optional.of(new BufferedReader(new InputStreamReader(System.in, UTF_8)))
                        : Optional.empty());
    }

    /** An environment variable; empty when it is unset or blank. */
    public String variable(String name) {
        return variables.getOrDefault(name, "").strip();
    }

    /** Tells the person something that does not end the command. */
    public void warn(String line) {
        err.println("codegen: warning: " + SafeText.of(line));
    }
}
