package dev.yima.codegen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What ships, as a process: the jar, and the launcher over it. */
@DisabledOnOs(OS.WINDOWS)
class CodegenIT {
    private static final Path JAR = Path.of("target", "codegen.jar").toAbsolutePath();
    private static final Path LAUNCHER = Path.of("target", "codegen").toAbsolutePath();
    private static final int TIMEOUT_S = 60;

    /** 1 MiB in the blocks of 512 bytes that {@code ulimit -f} counts. */
    private static final String SMALL_FILES = "ulimit -f 2048; exec \"$@\"";

    private final StandInServer server = new StandInServer();

    @TempDir
    private Path temp = Path.of("");

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void theJarRunsByItself() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        assertTrue(run(java, "-jar", JAR.toString(), "--help").succeeded().contains("Verbs:"));
    }

    @Test
    void theLauncherWorksThroughLinksFromAnyFolder() throws Exception {
        Path folder = Files.createDirectory(temp.resolve("a folder"));
        Files.createSymbolicLink(temp.resolve("second"), LAUNCHER);
        Path link = Files.createSymbolicLink(folder.resolve("codegen"), Path.of("..", "second"));

        assertTrue(run(link.toString(), "--version").succeeded().startsWith("codegen 0."));
    }

    @Test
    void aLotGoesFromMintToPaper() throws Exception {
        run(codegen("mint", "--kind", "ITEM_INNER", "--size", "1000", "--label", "夏日", "--out", "m"))
                .succeeded();
        run(codegen("print", "m", "--format", "pdf", "--out", "p")).succeeded();
        String lots = run(codegen("lots")).succeeded();
        run(codegen("activate", "0C1S", "--offline")).succeeded();

        assertTrue(lots.contains("夏日"), "whatever the locale: " + lots);
        assertTrue(Files.size(temp.resolve("p/sheets-0001.pdf")) > 1_000);
    }

    @Test
    void theShellSeesEveryKindOfFailure() throws Exception {
        run(codegen("mint", "--kind", "ITEM_INNER", "--size", "0", "--out", "m"))
                .failed(2, "--size=0");
        run(codegen("freeze", "0C1S")).failed(3, "no lot 0C1S");
        server.close();
        run(codegen("lots")).failed(1, "cannot reach the server");
    }

    @Test
    void aFullDiskLeavesNoHalfLotAndTheSameCommandGoesOn() throws Exception {
        String[] mint =
                codegen("mint", "--kind=ITEM_INNER", "--size=100000", "--shard-rows=9000", "--label=夏日", "--out=m");
        run(limited(mint)).succeeded();
        String[] whole = codegen("mint", "--kind", "ITEM_INNER", "--size", "100000", "--out", "w");
        run(limited(whole)).failed(1, "stopped after ", " of 100000 codes", "codes.csv: ", "the same command goes on");

        assertFalse(Files.exists(temp.resolve("w/codes.csv")));
        assertFalse(Files.exists(temp.resolve("w/manifest.json")));
        String lot = run(whole).succeeded();
        assertTrue(lot.contains("0C1T"), "the lot that the first run was given: " + lot);
        assertEquals(100_001, Files.readAllLines(temp.resolve("w/codes.csv")).size());
        assertFalse(Files.exists(temp.resolve("w/.order.json")));
    }

    @Test
    void aFullDiskLeavesNoHalfPrint() throws Exception {
        run(codegen("mint", "--kind", "ITEM_INNER", "--size", "30000", "--out", "m"))
                .succeeded();
        run(limited(codegen("print", "m", "--format", "csv", "--out", "p"))).failed(1, "stopped after ", " labels");

        assertFalse(Files.exists(temp.resolve("p")));
    }

    @Test
    void aFullDiskLeavesNoHalfKey() throws Exception {
        String noBytes = "(ulimit -f 0; exec \"$@\") 2>&1 | cat";

        CommandRun run = run("sh", "-c", noBytes, "sh", LAUNCHER.toString(), "keygen", "--out=k");

        assertTrue(run.out().contains("codegen: cannot write k: "), run.out());
        assertFalse(Files.exists(temp.resolve("k")));
    }

    @Test
    void aClosedOutputIsAFailure() throws Exception {
        CommandRun run = run("sh", "-c", "\"$@\" >/dev/full", "sh", LAUNCHER.toString(), "lots");

        run.failed(1, "cannot write the results");
    }

    @Test
    void aStopNamesTheLotAndLeavesNothingWhole() throws Exception {
        server.answer("POST /api/v1/lots/0C1S/key", "HANG");
        Process process = start(codegen("mint", "--kind", "PALLET", "--size", "9", "--out", "m"));
        while (!server.requests().contains("POST /api/v1/lots/0C1S/key")) {
            assertTrue(process.isAlive());
            Thread.sleep(20);
        }
        process.destroy();
        CommandRun run = finished(process);

        assertEquals(143, run.exitCode());
        assertTrue(run.err().contains("stopped; lot 0C1S is unfinished"), run.err());
        assertFalse(Files.exists(temp.resolve("m/manifest.json")));
    }

    @Test
    void twoRunsDoNotShareAFolder() throws Exception {
        String sign = "POST /api/v1/lots/0C1S/copies/0/manifest";
        server.answer(sign, "HANG");
        String[] mint = codegen("mint", "--kind", "PALLET", "--size", "9", "--out", "m");
        Process first = start(mint);
        while (!server.requests().contains(sign)) {
            assertTrue(first.isAlive());
            Thread.sleep(20);
        }

        // Other processes, since a process can lose its locks by what it does itself.
        run(mint).failed(1, "must not be in use by another run: --out=m");
        run(mint).failed(1, "must not be in use by another run: --out=m");

        first.destroyForcibly().waitFor();
        server.answer(sign, "");
        run(mint).succeeded();
        run(codegen("verify", "m")).succeeded();
    }

    @Test
    void aMintThatIsKilledLeavesNothingThatVerifiesButShouldNot() throws Exception {
        int size = Proof.size(160_000, 4_000_000);
        int rows = size / 80;
        Random random = new Random(Proof.seed(20_261_130));
        String[] mint = codegen("mint", "--kind=ITEM_INNER", "--size=" + size, "--shard-rows=" + rows, "--out=k");
        for (int round = 0; round < Proof.size(1, 3); round++) {
            Process process = start(mint);
            awaitWork(process, temp.resolve("k"));
            Thread.sleep(random.nextInt(100));
            process.destroyForcibly().waitFor();
            if (Files.exists(temp.resolve("k/manifest.json"))) {
                // It was faster than the kill.
                run(codegen("verify", "k")).succeeded();
                deleteAll(temp.resolve("k"));
                continue;
            }
            assertEquals(1, run(codegen("verify", "k")).exitCode());
            try (Stream<Path> files = Files.exists(temp.resolve("k")) ? Files.list(temp.resolve("k")) : Stream.of()) {
                for (Path shard :
                        files.filter(file -> file.toString().endsWith(".csv")).toList()) {
                    assertEquals(rows + 1, Files.readAllLines(shard).size(), "a file with its name is whole");
                }
            }
        }
        run(mint).succeeded();
        assertTrue(run(codegen("verify", "k")).succeeded().contains(size + " codes, none twice, each opens"));
    }

    /** Waits until a run has made more files than the one before left, or has come to its end. */
    private static void awaitWork(Process process, Path folder) throws IOException, InterruptedException {
        long before = count(folder);
        while (process.isAlive() && count(folder) <= before) {
            Thread.sleep(5);
        }
    }

    private static long count(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static String[] codegen(String... arguments) {
        return Stream.concat(Stream.of(LAUNCHER.toString()), Stream.of(arguments))
                .toArray(String[]::new);
    }

    private static String[] limited(String... command) {
        return Stream.concat(Stream.of("sh", "-c", SMALL_FILES, "sh"), Arrays.stream(command))
                .toArray(String[]::new);
    }

    private CommandRun run(String... command) throws IOException, InterruptedException {
        return finished(start(command));
    }

    private Process start(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(command)).directory(temp.toFile());
        builder.redirectOutput(temp.resolve("stdout").toFile());
        builder.redirectError(temp.resolve("stderr").toFile());
        builder.environment().keySet().removeAll(List.of("LANG", "LC_ALL", "LC_CTYPE", "YIMA_HOME"));
        builder.environment().put("YIMA_URL", server.url());
        builder.environment().put("YIMA_KEY", StandInServer.KEY);
        builder.redirectInput(new File("/dev/null"));
        return builder.start();
    }

    private CommandRun finished(Process process) throws IOException, InterruptedException {
        assertTrue(process.waitFor(TIMEOUT_S, TimeUnit.SECONDS));
        return new CommandRun(
                process.exitValue(),
                Files.readString(temp.resolve("stdout"), UTF_8),
                Files.readString(temp.resolve("stderr"), UTF_8));
    }
}
