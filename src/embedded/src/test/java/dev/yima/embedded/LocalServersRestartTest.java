package dev.yima.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.embedded.process.HomeProcesses;
import dev.yima.embedded.process.Poll;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All tests use one home, one after the other, as the starts of one service would. */
class LocalServersRestartTest {
    private static final Duration RESTART_LIMIT = Duration.ofSeconds(10);

    @TempDir
    static Path temp;

    private static Path home;
    private static HomeProcesses processes;

    @BeforeAll
    static void fill() throws Exception {
        home = Files.createDirectory(temp.resolve("home")).toRealPath();
        processes = new HomeProcesses(home);
        try (ChildJvm service = ChildJvm.start(home)) {
            assertEquals(LocalServersChild.READY, service.line());
            assertEquals(0, service.end());
        }
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals(List.of(), processes.running());
    }

    @AfterAll
    static void stopWhatAFailedTestLeft() {
        processes.stop(HomeProcesses.Politeness.TERMINATE, RESTART_LIMIT);
    }

    @Test
    void dataOutliveACleanStop() throws Exception {
        try (LocalServers servers = open()) {
            assertKept(servers);
        }
    }

    @Test
    void dataOutliveAKilledService() throws Exception {
        try (ChildJvm service = ChildJvm.start(home)) {
            assertEquals(LocalServersChild.READY, service.line());
            service.kill();
        }
        assertFalse(processes.running().isEmpty(), "must run on: servers of the killed service");
        long startNanos = System.nanoTime();
        try (LocalServers servers = open()) {
            assertTrue(System.nanoTime() - startNanos < RESTART_LIMIT.toNanos());
            assertKept(servers);
        }
    }

    @Test
    void killedServersAreStartedAgain() throws Exception {
        try (LocalServers servers = open()) {
            ServerClient.sql(servers.databaseUrl().orElseThrow(), "CREATE TABLE IF NOT EXISTS late (word text)");
            killServers();
        }
        try (LocalServers servers = open()) {
            assertKept(servers);
            assertEquals("0", ServerClient.sql(servers.databaseUrl().orElseThrow(), "SELECT count(*) FROM late"));
        }
    }

    @Test
    void aStrangerWhoseNumberIsInAPidFileIsLeftAlone() throws Exception {
        try (LocalServers servers = open()) {
            assertKept(servers);
            killServers();
        }
        Path data = home.resolve("postgres/data");
        Process stranger =
                new ProcessBuilder("tail", "-f", data.resolve("PG_VERSION").toString()).start();
        try {
            Path postmaster = data.resolve("postmaster.pid");
            List<String> lines = Files.readAllLines(postmaster);
            lines.set(0, Long.toString(stranger.pid()));
            Files.write(postmaster, lines);
            Files.writeString(home.resolve("redis/redis.pid"), stranger.pid() + "\n");
            try (LocalServers servers = open()) {
                assertKept(servers);
            }
            assertTrue(stranger.isAlive());
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Test
    void aLostPasswordIsReplaced() throws Exception {
        for (String server : List.of("postgres", "redis")) {
            String before = Files.readString(home.resolve(server).resolve("password"));
            Files.delete(home.resolve(server).resolve("password"));
            try (LocalServers servers = open()) {
                assertKept(servers);
            }
            assertNotEquals(before, Files.readString(home.resolve(server).resolve("password")));
        }
    }

    @Test
    void whatADeadStartLeftHalfMadeIsSweptAway() throws Exception {
        Path halfCluster = Files.createDirectories(home.resolve("postgres/initdb-half/base"));
        Path halfServer = Files.createDirectories(home.resolve("postgres/server-new-half/bin"));
        try (LocalServers servers = open()) {
            assertKept(servers);
        }
        assertFalse(Files.exists(halfCluster) || Files.exists(halfServer));
    }

    private static LocalServers open() {
        return LocalServers.open(new LocalServersOptions(home, true, true));
    }

    private static void killServers() {
        processes.running().forEach(ProcessHandle::destroyForcibly);
        assertTrue(Poll.until(() -> processes.running().isEmpty(), RESTART_LIMIT));
    }

    private static void assertKept(LocalServers servers) throws Exception {
        assertEquals("row", ServerClient.sql(servers.databaseUrl().orElseThrow(), "SELECT word FROM kept LIMIT 1"));
        assertEquals("key", ServerClient.redis(servers.redisUrl().orElseThrow(), "GET kept"));
    }
}
