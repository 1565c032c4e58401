package dev.yima.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.yima.embedded.process.HomeProcesses;
import dev.yima.embedded.process.LocalServersException;
import dev.yima.embedded.process.PrivateFiles;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class LocalServersTest {
    @TempDir
    static Path temp;

    private static Path home;
    private static LocalServers servers;
    private static String database;
    private static String redis;

    @BeforeAll
    static void open() {
        home = temp.resolve("home");
        servers = LocalServers.open(new LocalServersOptions(home, true, true));
        database = servers.databaseUrl().orElseThrow();
        redis = servers.redisUrl().orElseThrow();
    }

    @AfterAll
    static void nothingIsLeft() throws IOException {
        servers.close();
        servers.close();
        assertEquals(List.of(), new HomeProcesses(temp.toRealPath()).running());
    }

    @Test
    void theUrlsHaveThePromisedForm() {
        assertTrue(database.matches("postgresql://yima:[\\w-]{32}@127\\.0\\.0\\.1:\\d+/yima"), database);
        assertTrue(redis.matches("redis://:[\\w-]{32}@127\\.0\\.0\\.1:\\d+"), redis);
    }

    @Test
    void aCommitIsOnDisk() throws SQLException {
        Map<String, String> promised = Map.of(
                "fsync", "on",
                "synchronous_commit", "on",
                "full_page_writes", "on",
                "data_checksums", "on",
                "max_connections", "100",
                "max_wal_size", "4GB",
                "min_wal_size", "1GB",
                "log_timezone", "UTC",
                "server_encoding", "UTF8");
        for (Map.Entry<String, String> setting : promised.entrySet()) {
            assertEquals(setting.getValue(), ServerClient.sql(database, "SHOW " + setting.getKey()), setting.getKey());
        }
        assertTrue(ServerClient.sql(database, "SHOW server_version").startsWith("18."));
    }

    @Test
    void redisIsSetUpAsPromised() throws IOException {
        Map<String, String> promised = Map.of(
                "appendonly", "no",
                "save", "3600 1",
                "maxmemory", Integer.toString(256 << 20),
                "maxmemory-policy", "allkeys-lru",
                "protected-mode", "yes",
                "bind", "127.0.0.1");
        for (Map.Entry<String, String> setting : promised.entrySet()) {
            assertEquals(
                    setting.getValue(), ServerClient.redis(redis, "CONFIG GET " + setting.getKey()), setting.getKey());
        }
    }

    @Test
    void nobodyComesInWithoutThePassword() throws IOException {
        assertThrows(SQLException.class, () -> ServerClient.connection(database, "yima", "wrong"));
        assertThrows(SQLException.class, () -> ServerClient.connection(database, "yima", ""));
        assertThrows(SQLException.class, () -> ServerClient.connection(database, "postgres", ""));
        assertTrue(ServerClient.redisLines(redis, "GET kept").startsWith("-NOAUTH"));
        assertTrue(ServerClient.redisLines(redis, "AUTH wrong").startsWith("-WRONGPASS"));
    }

    @Test
    void theRoleOwnsItsDatabaseAndIsNoSuperuser() throws SQLException {
        assertEquals("f", ServerClient.sql(database, "SELECT usesuper FROM pg_user WHERE usename = current_user"));
        ServerClient.sql(database, "CREATE SCHEMA own");
        ServerClient.sql(database, "CREATE DATABASE another");
    }

    @Test
    void theServicesRoleOwnsNothing() throws SQLException {
        String service = servers.serviceDatabaseUrl().orElseThrow();
        assertEquals("yima_service", ServerClient.sql(service, "SELECT current_user"));
        ServerClient.sql(database, "CREATE TABLE owned (word text)");
        for (String refused : List.of(
                "CREATE DATABASE mine",
                "CREATE SCHEMA mine",
                "CREATE TABLE mine (word text)",
                "SELECT 1 FROM owned",
                "DROP TABLE owned",
                "SET ROLE yima")) {
            assertThrows(SQLException.class, () -> ServerClient.sql(service, refused), refused);
        }
    }

    @Test
    void onlyLoopbackIsListenedTo() throws Exception {
        assertEquals("127.0.0.1", ServerClient.sql(database, "SHOW listen_addresses"));
        assertEquals("", ServerClient.sql(database, "SHOW unix_socket_directories"));
        List<String> outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .map(address -> address.getHostAddress())
                .toList();
        for (String address : outside) {
            for (String url : List.of(database, redis)) {
                assertThrows(
                        IOException.class,
                        () -> new Socket(address, URI.create(url).getPort()).close(),
                        address);
            }
        }
    }

    @Test
    void ctrlCReachesTheServiceAlone() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "needs the process table of Linux");
        String own = session(ProcessHandle.current().pid());
        for (ProcessHandle process : new HomeProcesses(home.toRealPath()).running()) {
            assertNotEquals(own, session(process.pid()), process.info().toString());
        }
    }

    @Test
    void dataAndPasswordsAreTheOwnersAlone() throws IOException {
        for (String directory : List.of("", "postgres", "postgres/data", "redis", "redis/data", "redis/bin")) {
            assertEquals(PrivateFiles.OWNER_RWX, permissions(directory), directory);
        }
        for (String file :
                List.of("postgres/password", "postgres/service-password", "redis/password", "redis/redis.conf")) {
            assertEquals(PrivateFiles.OWNER_RW, permissions(file), file);
        }
    }

    @Test
    void aSecondServiceOnTheSameHomeIsRefusedAndHarmsNothing() throws Exception {
        LocalServersOptions again = new LocalServersOptions(home, true, true);
        for (int i = 0; i < 2; i++) {
            LocalServersException refused = assertThrows(LocalServersException.class, () -> LocalServers.open(again));
            assertTrue(refused.toString().contains("one service at a time"), refused.toString());
        }
        try (ChildJvm other = ChildJvm.start(home)) {
            String line = other.line();
            assertTrue(
                    line.contains("in use by process " + ProcessHandle.current().pid()), line);
        }
        assertEquals("1", ServerClient.sql(database, "SELECT 1"));
        assertEquals("+PONG", ServerClient.redis(redis, "PING"));
    }

    @Test
    @EnabledIfSystemProperty(named = "test.full", matches = "true")
    void anotherHomeWithALongAndStrangePathRunsBesideIt() throws Exception {
        String strange = "a home of 'mine' 一码 " + "long ".repeat(30).strip();
        Path other = temp.resolve(strange).resolve("home");
        try (LocalServers second = LocalServers.open(new LocalServersOptions(other, true, true))) {
            assertEquals("1", ServerClient.sql(second.databaseUrl().orElseThrow(), "SELECT 1"));
            assertEquals("+PONG", ServerClient.redis(second.redisUrl().orElseThrow(), "PING"));
            assertNotEquals(second.redisUrl(), servers.redisUrl());
        }
        assertEquals("1", ServerClient.sql(database, "SELECT 1"));
        assertEquals("+PONG", ServerClient.redis(redis, "PING"));
    }

    /** The session of a process: what follows its name, state, parent and group. */
    private static String session(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5)[3];
    }

    private static Set<?> permissions(String path) throws IOException {
        return Files.getPosixFilePermissions(path.isEmpty() ? home : home.resolve(path));
    }
}
