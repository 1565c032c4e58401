package dev.yima.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@link LocalServersChild} in another JVM, perhaps as another user. */
final class ChildJvm implements AutoCloseable {
    private static final int LIMIT_S = 60;

    private final Process process;
    private final BufferedReader output;

    ChildJvm(List<String> launcher, String classPath, Path home) throws IOException {
        List<String> words = new ArrayList<>(launcher);
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-Xmx128m", "-cp", classPath, LocalServersChild.class.getName(), home.toString()));
        process = new ProcessBuilder(words).redirectErrorStream(true).start();
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static ChildJvm start(Path home) throws IOException {
        return new ChildJvm(List.of(), System.getProperty("java.class.path"), home);
    }

    /** What it says next; an answer comes, for every wait inside has its limit. */
    String line() throws IOException {
        return String.valueOf(output.readLine());
    }

    /** Tells it to close its servers; answers its exit status. */
    int end() throws IOException, InterruptedException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException("must end within " + LIMIT_S + " s");
        }
        return process.exitValue();
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException("must die within " + LIMIT_S + " s");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
