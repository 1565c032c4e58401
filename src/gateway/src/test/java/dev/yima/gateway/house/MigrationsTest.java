package dev.yima.gateway.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Migrations only create until the first release; afterwards each stays as it is for good. A release adds the lines of
 * its new files to {@code migrations.sha256}, as {@code sha256sum} writes them; once a tag {@code v…} is there, every
 * migration must be listed.
 */
class MigrationsTest {
    private static final Path MIGRATIONS = Sources.ROOT.resolve("src/gateway/src/main/resources/db/migration");
    private static final Path RELEASED = Sources.ROOT.resolve("src/gateway/src/test/resources/house/migrations.sha256");

    @Test
    void theBaselineOnlyCreates() throws Exception {
        if (isReleased()) {
            return; // From then on what was released stays, and later files amend it.
        }
        List<String> amendments = Sources.files("/db/migration/", ".sql").stream()
                .filter(file -> file.text().replaceAll("--.*", "").matches("(?is).*\\b(?:ALTER|DROP)\\s.*"))
                .map(Sources.Source::path)
                .toList();
        assertEquals(List.of(), amendments);
    }

    @Test
    void whatWasReleasedStaysAsItIs() throws Exception {
        assertEquals(List.of(), changes(MIGRATIONS, Files.readAllLines(RELEASED), isReleased()));
    }

    @Test
    void aChangedOrUnlistedMigrationIsNoticed(@TempDir Path folder) throws Exception {
        Path one = Files.writeString(folder.resolve("V0001__one.sql"), "CREATE TABLE one ();");
        String line = sha256(one) + "  V0001__one.sql";
        assertEquals(List.of(), changes(folder, List.of(line), true));
        Files.writeString(one, "CREATE TABLE two ();");
        assertEquals(List.of("V0001__one.sql was changed"), changes(folder, List.of(line), false));
        Files.writeString(folder.resolve("V0002__two.sql"), "");
        assertTrue(changes(folder, List.of(line), true).contains("V0002__two.sql is not listed"));
        assertEquals(List.of("V0003__gone.sql was changed"), changes(folder, List.of("0  V0003__gone.sql"), false));
    }

    private static List<String> changes(Path folder, List<String> released, boolean complete) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                files.put(file.getFileName().toString(), sha256(file));
            }
        }
        Map<String, String> listed = new TreeMap<>();
        released.stream()
                .filter(line -> !line.isBlank())
                .map(line -> line.split(" +"))
                .forEach(line -> listed.put(line[1], line[0]));
        Stream<String> changed = listed.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(files.get(entry.getKey())))
                .map(entry -> entry.getKey() + " was changed");
        Stream<String> unlisted = files.keySet().stream()
                .filter(name -> complete && !listed.containsKey(name))
                .map(name -> name + " is not listed");
        return Stream.concat(changed, unlisted).toList();
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Whether the checkout has a release behind it: checksums that are listed say so, and a tag does. */
    private static boolean isReleased() throws IOException, InterruptedException {
        if (!Files.readString(RELEASED).isBlank()) {
            return true;
        }
        if (!Files.exists(Sources.ROOT.resolve(".git"))) {
            return false;
        }
        Process git = new ProcessBuilder("git", "tag", "--merged", "HEAD", "--list", "v*")
                .directory(Sources.ROOT.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String tags = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return git.waitFor() == 0 && !tags.isBlank();
    }
}
