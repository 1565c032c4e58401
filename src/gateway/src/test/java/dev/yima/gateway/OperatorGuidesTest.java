package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit of the guide is one that systemd takes, and that leaves the service little that it could harm. */
class OperatorGuidesTest {
    /** What {@code systemd-analyze security} says of a unit, of 10: less than 2 is its "OK". */
    private static final String EXPOSURE_MAX = "20";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void systemdTakesTheUnit() throws Exception {
        String unit = Guide.of("run-under-systemd")
                .blocks("# Run under systemd", "ini")
                .get(0);
        Path file = folder.resolve("yima.service");
        Files.writeString(
                file,
                unit.replace(
                        "/usr/bin/java",
                        Path.of(System.getProperty("java.home"), "bin/java").toString()));
        assertEquals("", analyze("verify", "--man=no", file.toString()));
        analyze("security", "--offline=true", "--threshold=" + EXPOSURE_MAX, file.toString());
    }

    private String analyze(String... arguments) throws Exception {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(Stream.concat(Stream.of("systemd-analyze"), Arrays.stream(arguments))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int code = process.waitFor();
        // What it says of units of the machine is not about ours.
        List<String> said = Files.readAllLines(output).stream()
                .filter(line -> line.contains("yima"))
                .toList();
        assertTrue(code == 0, () -> String.join(" ", arguments) + ": " + String.join("\n", said));
        return String.join("\n", said);
    }
}
