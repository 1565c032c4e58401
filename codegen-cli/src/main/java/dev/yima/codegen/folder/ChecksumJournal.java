package dev.yima.codegen.folder;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.codegen.files.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checksums of the files of a folder that has no manifest yet, written down as each is whole, a line each as
 * {@code sha256sum} reads them. A run that goes on keeps what is still as it was written, and makes the rest again.
 */
public final class ChecksumJournal {
    /** Its name. */
    static final String NAME = ".checksums";

    private static final Pattern LINE = Pattern.compile("(?<sha256>[0-9a-f]{64})  (?<name>[0-9a-z.-]{1,100})");
    private static final long BYTES_MAX = 1L << 24;

    private final Path file;
    private final Map<String, String> checksums;

    private ChecksumJournal(Path file, Map<String, String> checksums) {
        this.file = file;
        this.checksums = checksums;
    }

    /** Those that a run before this one finished in a folder; a line that was cut off counts for nothing. */
    public static ChecksumJournal in(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        Map<String, String> checksums = new HashMap<>();
        if (Files.isRegularFile(file) && Files.size(file) <= BYTES_MAX) {
            Matcher line = LINE.matcher(Files.readString(file, UTF_8));
            while (line.find()) {
                checksums.put(line.group("name"), line.group("sha256"));
            }
        }
        return new ChecksumJournal(file, checksums);
    }

    /** The manifest's entry for a file; empty when the file is not there as it was written. */
    public Optional<Manifest.Entry> entry(Path finished, long rows) throws IOException {
        String checksum = checksums.get(String.valueOf(finished.getFileName()));
        if (checksum == null || !Files.exists(finished)) {
            return Optional.empty();
        }
        return Optional.of(MintedFolder.entry(finished, rows))
                .filter(entry -> entry.sha256().equals(checksum));
    }

    /** Writes down that a file is whole. */
    public void add(Manifest.Entry entry) throws IOException {
        try (FileChannel channel =
                Files.exists(file) ? FileChannel.open(file, StandardOpenOption.APPEND) : OwnerOnly.makeFile(file)) {
            // The line before this one may have been cut off.
            ByteBuffer line = UTF_8.encode("\n" + entry.sha256() + "  " + entry.name() + "\n");
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(true);
        }
        checksums.put(entry.name(), entry.sha256());
    }

    /** The manifest says it all now. */
    public static void forget(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(NAME));
    }
}
