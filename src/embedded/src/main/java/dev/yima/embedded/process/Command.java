package dev.yima.embedded.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that does its work and ends. Its output goes to a file: a pipe would stay open as long as a server that
 * the program starts.
 *
 * @param name its name for people
 * @param words the program and its arguments
 * @param directory the folder that it runs in, and that its output lies in under its name
 */
public record Command(String name, List<String> words, Path directory) {
    private static final int TAIL_CHARACTERS = 600;

    public Command {
        words = List.copyOf(words);
    }

    /**
     * Runs it to its end.
     *
     * @param input its input
     * @throws LocalServersException when it fails, or does not end within the limit; then it and its children are
     *     killed
     */
    public void run(String input, Duration limit) {
        try {
            Process process = builder().start();
            try {
                feed(process, input);
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new LocalServersException(
                            "must end within " + limit.toSeconds() + " s: " + name + tail(log()));
                }
                if (process.exitValue() != 0) {
                    throw new LocalServersException(
                            "must end with 0: " + name + " ended with " + process.exitValue() + tail(log()));
                }
            } finally {
                if (process.isAlive()) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                }
            }
        } catch (IOException e) {
            throw new LocalServersException("must be able to run: " + name + " (" + e + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalServersException("must not be interrupted: " + name, e);
        }
    }

    /** The end of a log in one line, for an error message. */
    public static String tail(Path log) {
        try {
            String text = Files.readString(log, StandardCharsets.ISO_8859_1).strip();
            String end = text.substring(Math.max(0, text.length() - TAIL_CHARACTERS));
            return ": " + end.replaceAll("\\s+", " ") + " (log=" + log + ")";
        } catch (IOException e) {
            return "";
        }
    }

    private Path log() {
        return directory.resolve(name + ".log");
    }

    private ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    /** A program that ends before it has read everything says why in its output; the broken pipe adds nothing. */
    private static void feed(Process process, String input) {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException endedEarly) {
            // Its exit status tells.
        }
    }
}
