package dev.yima.codegen.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codegen.terminal.CommandFailed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedFolderTest {
    @TempDir
    private Path temp = Path.of("");

    @Test
    void nothingHasItsNameBeforeTheCommit() throws IOException {
        try (StagedFolder folder = StagedFolder.open(out())) {
            write(folder, "a");
            assertFalse(Files.exists(out().resolve("a")));
            folder.commit();
        }
        assertEquals("a", Files.readString(out().resolve("a")));
        assertFalse(Files.exists(out().resolve(StagedFolder.ASIDE)));
    }

    @Test
    void whatIsNotCommittedIsTakenAway() throws IOException {
        try (StagedFolder folder = StagedFolder.open(out())) {
            folder.makeFolder("many");
            write(folder, "many/a");
        }
        assertFalse(Files.exists(out()));
    }

    @Test
    void aFolderThatWasThereStaysThere() throws IOException {
        Files.createDirectory(out());
        try (StagedFolder folder = StagedFolder.open(out())) {
            write(folder, "a");
        }
        assertTrue(Files.isDirectory(out()));
        assertFalse(Files.exists(out().resolve(StagedFolder.ASIDE)));
    }

    @Test
    void aCommitThatFailsLeavesNothing() throws IOException {
        try (StagedFolder folder = StagedFolder.open(out())) {
            write(folder, "a");
            write(folder, "b");
            Files.createDirectories(out().resolve("b/in-the-way"));

            assertThrows(IOException.class, folder::commit);
        }
        assertFalse(Files.exists(out().resolve("a")));
    }

    @Test
    void aLinkToNowhereIsNotFollowed() throws IOException {
        Files.createSymbolicLink(out(), temp.resolve("nowhere"));

        assertThrows(CommandFailed.class, () -> StagedFolder.open(out()));
        assertFalse(Files.exists(temp.resolve("nowhere")));
    }

    @Test
    void aNameIsTakenOnce() throws IOException {
        try (StagedFolder folder = StagedFolder.open(out())) {
            write(folder, "a");

            assertThrows(IOException.class, () -> write(folder, "a"));
        }
    }

    private Path out() {
        return temp.resolve("out");
    }

    private static void write(StagedFolder folder, String name) throws IOException {
        try (OutputStream file = folder.create(name)) {
            file.write(name.getBytes(UTF_8));
        }
    }
}
