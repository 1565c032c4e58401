package dev.yima.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says the figure once more when Maven has said all that it had to say, so that it is the last line. */
public final class ResultPrinter {
    private ResultPrinter() {}

    /**
     * Runs inside Maven.
     *
     * @param arguments the file with the figure
     */
    public static void main(String[] arguments) throws IOException {
        String figure = Files.readString(Path.of(arguments[0])).strip();
        // The group of this thread is destroyed when the plugin is done, and its threads could not be started any more.
        Runtime.getRuntime().addShutdownHook(new Thread(root(), () -> System.out.println(figure)));
    }

    private static ThreadGroup root() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }
}
