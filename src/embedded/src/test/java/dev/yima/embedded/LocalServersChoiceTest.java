package dev.yima.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.yima.embedded.process.HomeProcesses;
import dev.yima.embedded.process.LocalServersException;
import dev.yima.embedded.process.Platform;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class LocalServersChoiceTest {
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    @TempDir
    Path temp;

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertEquals(List.of(), new HomeProcesses(temp.toRealPath()).running());
    }

    @Test
    void onlyWhatIsWantedIsStarted() throws IOException {
        try (LocalServers servers = LocalServers.open(new LocalServersOptions(temp, false, true))) {
            assertEquals(Optional.empty(), servers.databaseUrl());
            assertEquals("+PONG", ServerClient.redis(servers.redisUrl().orElseThrow(), "PING"));
        }
        try (LocalServers servers = LocalServers.open(new LocalServersOptions(temp, false, false))) {
            assertEquals(Optional.empty(), servers.redisUrl());
        }
        assertTrue(Files.notExists(temp.resolve("postgres")));
    }

    @Test
    void redisRunsTheScriptsThatItWasGivenAndNoOthers() throws IOException {
        List<String> scripts = List.of("return 41 + 1");
        try (LocalServers servers = LocalServers.open(new LocalServersOptions(temp, false, true, scripts))) {
            String redis = servers.redisUrl().orElseThrow();
            assertEquals(":42", ServerClient.redis(redis, "EVALSHA 33edbe77b397182f056bf8fa1fed8a528593e4a5 0"));
            assertEquals("+OK", ServerClient.redis(redis, "SET a b"));
            for (String refused : List.of(
                    "EVAL 'return 1' 0",
                    "SCRIPT LOAD 'return 1'",
                    "SCRIPT FLUSH",
                    "ACL SETUSER default +@all",
                    "CONFIG SET dir /tmp",
                    "FLUSHALL",
                    "DEBUG SLEEP 1",
                    "MODULE LOAD /tmp/x.so")) {
                String answer = ServerClient.redis(redis, refused);
                assertTrue(answer.startsWith("-NOPERM"), refused + ": " + answer);
            }
        }
    }

    @Test
    void linksInTheHomeAreFollowed() throws IOException {
        Path disk = Files.createDirectory(temp.resolve("disk"));
        Path home = Files.createDirectory(temp.resolve("home"));
        Files.createSymbolicLink(home.resolve("redis"), disk);
        Path link = Files.createSymbolicLink(temp.resolve("link"), home);
        try (LocalServers servers = LocalServers.open(new LocalServersOptions(link, false, true))) {
            assertEquals("+PONG", ServerClient.redis(servers.redisUrl().orElseThrow(), "PING"));
            assertThrows(
                    LocalServersException.class, () -> LocalServers.open(new LocalServersOptions(home, false, true)));
        }
        assertTrue(Files.exists(disk.resolve("data")));
    }

    @Test
    void aHomeThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));
        LocalServersException refused = assertThrows(
                LocalServersException.class,
                () -> LocalServers.open(new LocalServersOptions(file.resolve("home"), true, true)));
        assertTrue(refused.toString().contains("home=" + file.resolve("home")), refused.toString());
        assertTrue(refused.getCause() instanceof IOException);
    }

    @Test
    void whenOneServerFailsTheOtherIsStoppedAndTheHomeIsFree() throws Exception {
        Path obstacle = Files.createFile(temp.resolve("redis"));
        LocalServersOptions both = new LocalServersOptions(temp, true, true);
        LocalServersException refused = assertThrows(LocalServersException.class, () -> LocalServers.open(both));
        assertTrue(refused.toString().contains("Redis"), refused.toString());
        nothingIsLeft();
        Files.delete(obstacle);
        try (LocalServers servers = LocalServers.open(both)) {
            assertEquals("1", ServerClient.sql(servers.databaseUrl().orElseThrow(), "SELECT 1"));
        }
        Path version = temp.resolve("postgres/data/PG_VERSION");
        Files.writeString(version, "17\n");
        refused = assertThrows(LocalServersException.class, () -> LocalServers.open(both));
        assertTrue(refused.toString().contains("initialized by PostgreSQL version 17"), refused.toString());
    }

    @Test
    @EnabledIfSystemProperty(named = "test.full", matches = "true")
    void anOrdinaryUserCanOpenOneToo() throws Exception {
        assumeTrue(Platform.isLinuxRoot() && Files.isExecutable(SETPRIV), "needs root, and setpriv to give it up");
        Path open = Files.createTempDirectory("servers-nobody-");
        try {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path home = Files.createDirectory(open.resolve("home"));
            Files.setOwner(
                    home, home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
            List<String> launcher =
                    List.of(SETPRIV.toString(), "--reuid=nobody", "--regid=65534", "--clear-groups", "--");
            try (ChildJvm service = new ChildJvm(launcher, readableCopy(open.resolve("classes")), home)) {
                assertEquals(LocalServersChild.READY, service.line());
                assertEquals(
                        "nobody", Files.getOwner(home.resolve("postgres/data")).getName());
                assertEquals(0, service.end());
            }
            assertEquals(List.of(), new HomeProcesses(open.toRealPath()).running());
        } finally {
            deleteTree(open);
        }
    }

    /** Copies the class path to where another user can read it. */
    private static String readableCopy(Path target) throws IOException {
        List<String> copies = new ArrayList<>();
        for (String word : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path entry = Path.of(word);
            if (Files.exists(entry)) {
                Path copy = Files.createDirectories(target.resolve(Integer.toString(copies.size())));
                copyTree(entry, copy.resolve("entry"));
                copies.add(copy.resolve("entry").toString());
            }
        }
        return String.join(File.pathSeparator, copies);
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    private static void deleteTree(Path top) throws IOException {
        try (Stream<Path> paths = Files.walk(top)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
