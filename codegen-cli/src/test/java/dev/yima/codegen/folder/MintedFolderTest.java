package dev.yima.codegen.folder;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.yima.codegen.print.PrintFixture;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder is printed only when it is what its manifest says. */
class MintedFolderTest {
    @TempDir
    private Path temp = Path.of("");

    private PrintFixture job = new PrintFixture(temp, 1, "https://q.example.com");
    private Path folder = Path.of("");

    @BeforeEach
    void writeFolder() {
        job = new PrintFixture(temp, 5, "https://q.example.com");
        folder = job.writeFolder();
    }

    @Test
    void aChangedCodeIsFound() throws IOException {
        replaceIn("codes.csv", "0C1S", "0C1T");

        refused("codes.csv", "must have the sha256 that the manifest says");
    }

    @Test
    void aMissingRowIsFound() throws IOException {
        Path codes = folder.resolve("codes.csv");
        String text = Files.readString(codes);
        Files.writeString(codes, text.substring(0, text.lastIndexOf("\n4,") + 1));

        refused("codes.csv", "must have the rows that the manifest says: 4 instead of 5");
    }

    @Test
    void aMissingFileIsFound() throws IOException {
        Files.delete(folder.resolve("codes.csv"));

        refused("codes.csv", "no such file");
    }

    @Test
    void aFolderWithoutAManifestIsNotWhole() throws IOException {
        Files.delete(folder.resolve("manifest.json"));

        refused("manifest.json", "no such file");
    }

    @Test
    void aTruncatedManifestIsRefused() throws IOException {
        Path manifest = folder.resolve("manifest.json");
        String text = Files.readString(manifest);
        for (int length : new int[] {0, 1, text.length() / 2, text.length() - 1}) {
            Files.writeString(manifest, text.substring(0, length));

            refused("manifest.json");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"formatVersion\":1 | \"formatVersion\":2     | formatVersion must be 1",
                "\"size\":5          | \"size\":6              | must have as many rows as the lot has codes",
                "\"lot\":\"0C1S\"    | \"lot\":\"0C1\"         | lot must be 4 symbols",
                "\"lot\":\"0C1S\"    | \"lot\":\"0C1T\"        | line 2: must be a code of lot 0C1T",
                "codes.csv           | ../codes.csv            | must be a plain file name",
                "codes.csv           | manifest.json           | must have the rows that the manifest says",
                "\"files\"           | \"other\"               | must name at least one file",
                "\"size\":5          | \"size\":4294967301     | size must be 1 to 16777216",
                "\"rows\":5          | \"rows\":\"five\"       | must have the rows that the manifest says",
            })
    void aManifestThatLiesIsRefused(String truth, String lie, String said) throws IOException {
        replaceIn("manifest.json", truth, lie);

        refused(said);
    }

    @Test
    void aManifestOfAnySizeIsNotRead() throws IOException {
        Files.writeString(folder.resolve("manifest.json"), " ".repeat((1 << 20) + 1));

        refused("manifest.json: must have at most 1048576 bytes");
    }

    /** A folder of others may name what has no end; the print read it until it was killed. */
    @ParameterizedTest
    @ValueSource(strings = {"codes.csv", "manifest.json"})
    void whatIsNoRegularFileIsNotRead(String name) throws IOException {
        Files.delete(folder.resolve(name));
        Files.createSymbolicLink(folder.resolve(name), Path.of("/dev/zero"));

        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> refused(name + ": must be a regular file"));
    }

    /** A sparse file of a terabyte costs nobody anything but the one who reads it. */
    @Test
    void aFileIsNoLargerThanItsRows() throws IOException {
        try (RandomAccessFile codes =
                new RandomAccessFile(folder.resolve("codes.csv").toFile(), "rw")) {
            codes.setLength(1L << 32);
        }

        refused("codes.csv: must have at most 1053696 bytes");
    }

    @Test
    void aJournalThatIsNoFileIsNone() throws IOException {
        Files.createSymbolicLink(folder.resolve(ChecksumJournal.NAME), Path.of("/dev/zero"));

        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> ChecksumJournal.in(folder));
    }

    private void replaceIn(String name, String text, String replacement) throws IOException {
        Path file = folder.resolve(name);
        String before = Files.readString(file);
        String after = before.replaceFirst(Pattern.quote(text), replacement);
        assertNotEquals(before, after);
        Files.writeString(file, after);
    }

    private void refused(String... parts) {
        job.print(folder, "--format", "csv").failed(1, parts);
    }
}
