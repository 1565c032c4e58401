package dev.yima.codegen;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run that goes on believes of what the run before it left. */
class InterruptedMintTest {
    private static final String SIGN = "POST /api/v1/lots/0C1S/copies/0/manifest";

    private final StandInServer server = new StandInServer();

    @TempDir
    private Path temp = Path.of("");

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void aFileThatWasDamagedMeanwhileIsMadeAgain() throws IOException {
        interrupt();
        Path second = out().resolve("codes-0002.csv");
        byte[] whole = Files.readAllBytes(second);
        byte[] damaged = whole.clone();
        damaged[whole.length / 2] ^= 1;
        Files.write(second, damaged);
        Object kept = inode("codes-0003.csv");

        mint().succeeded();

        assertArrayEquals(whole, Files.readAllBytes(second));
        assertEquals(kept, inode("codes-0003.csv"), "what is as it was written is kept");
        run("verify", out().toString()).succeeded();
        assertFalse(Files.exists(out().resolve(".checksums")));
    }

    @Test
    void anEncryptedFileThatWasDamagedMeanwhileIsMadeAgain() throws IOException {
        run("keygen", "--out=" + temp.resolve("key")).succeeded();
        String key = Files.readAllLines(temp.resolve("key")).get(1).replaceAll(".*: ", "");
        interrupt("--recipient=Golden Press=" + key);
        for (String name : List.of("codes-0001.csv.age", "codes-0002.csv.age")) {
            byte[] whole = Files.readAllBytes(out().resolve(name));
            Files.write(out().resolve(name), Arrays.copyOf(whole, whole.length - 1));
        }

        mint("--recipient=Golden Press=" + key).succeeded();

        String told =
                run("verify", out().toString(), "-i=" + temp.resolve("key")).succeeded();
        assertTrue(told.contains("each opens"), told);
    }

    @Test
    void aFileThatNobodySawFinishedIsMadeAgain() throws IOException {
        interrupt();
        Path checksums = out().resolve(".checksums");
        String lines = Files.readString(checksums);
        Files.writeString(checksums, lines.substring(0, lines.indexOf("codes-0003") - 9));
        Object unseen = inode("codes-0003.csv");
        Object kept = inode("codes-0002.csv");

        mint().succeeded();

        assertEquals(kept, inode("codes-0002.csv"));
        assertNotEquals(unseen, inode("codes-0003.csv"));
        run("verify", out().toString()).succeeded();
    }

    @Test
    void aRunBesideItIsToldSo() throws Exception {
        server.answer(SIGN, "HANG");
        Thread first = new Thread(this::mint);
        first.start();
        while (!server.requests().contains(SIGN)) {
            Thread.onSpinWait();
        }
        // As between the manifest of the first run and the end of its order.
        Files.delete(out().resolve(".order.json"));

        mint().failed(1, "must not be in use by another run");

        first.interrupt();
        first.join();
    }

    private void interrupt(String... options) {
        server.answer(SIGN, "503 {}");
        mint(options).failed(3, "the same command goes on");
        server.answer(SIGN, "");
    }

    private CommandRun mint(String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("mint", "--kind=PALLET", "--size=3000", "--shard-rows=1000", "--out=" + out()));
        arguments.addAll(List.of(options));
        return run(arguments.toArray(String[]::new));
    }

    private CommandRun run(String... arguments) {
        return CommandRun.against(server, arguments);
    }

    private Object inode(String name) throws IOException {
        return Files.getAttribute(out().resolve(name), "unix:ino");
    }

    private Path out() {
        return temp.resolve("out");
    }
}
