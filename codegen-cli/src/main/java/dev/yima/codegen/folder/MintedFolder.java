package dev.yima.codegen.folder;

import dev.yima.codec.LotCodec;
import dev.yima.codegen.files.RegularFile;
import dev.yima.codegen.files.Sha256;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.ProgressLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Locale;

/** A folder that {@code mint} made, believed only after its files have been held against its manifest. */
public final class MintedFolder {
    /** The file that holds the codes. */
    public static final String CODES = "codes.csv";

    /** The ending of the names of encrypted files. */
    public static final String ENCRYPTED = ".age";

    private static final int BUFFER_BYTES = 1 << 18;

    /** More than the longest row of codes has, encrypted too. */
    private static final long ROW_BYTES_MAX = 1_024;

    /** More than a header of a table and those of its encryption have. */
    private static final long HEADER_BYTES_MAX = 1 << 20;

    private MintedFolder() {}

    /** The name of the n-th file, from 1, of codes that are in several files. */
    public static String shard(int number) {
        return String.format(Locale.ROOT, "codes-%04d.csv", number);
    }

    /** The name of the folder of the n-th recipient's copy, from 1, where there are several. */
    public static String copy(int number) {
        return "copy-" + number;
    }

    /** Whether a file's name says that it is encrypted. */
    public static boolean isEncrypted(Path file) {
        return file.toString().endsWith(ENCRYPTED);
    }

    /**
     * The entry of a file that is there already.
     *
     * @throws CommandFailed when it is larger than so many rows of codes, or no regular file
     */
    public static Manifest.Entry entry(Path file, long rows) throws IOException {
        MessageDigest digest = Sha256.start();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = open(file, rows)) {
            for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
                digest.update(buffer, 0, length);
            }
        }
        return new Manifest.Entry(file.getFileName().toString(), Sha256.hex(digest.digest()), rows);
    }

    /**
     * Reads the manifest, once it is known that a brand signed it.
     *
     * @param signer the brand's public key, in base64
     * @throws CommandFailed when somebody else has signed it, or it was changed
     */
    public static Manifest signed(Path folder, String signer) {
        Path file = folder.resolve(Manifest.NAME);
        byte[] bytes = Manifest.bytesOf(file);
        ManifestSignature signature = ManifestSignature.read(folder);
        if (!signature.signer().equals(signer)) {
            throw CommandFailed.failed(folder.resolve(ManifestSignature.NAME)
                    + ": must be signed by this brand: signer=" + signature.signer());
        }
        if (!signature.signs(bytes)) {
            throw CommandFailed.failed(file + ": must be what was signed; it was changed, or another one was");
        }
        return Manifest.parse(file, bytes);
    }

    /**
     * Reads every file that the manifest names and compares checksum and rows.
     *
     * @throws CommandFailed naming the first file that is not what the manifest says
     */
    public static Manifest verified(Path folder, ProgressLine progress) {
        return verified(folder, Manifest.read(folder), progress);
    }

    /** The same by a manifest that was read already, which is returned. */
    public static Manifest verified(Path folder, Manifest manifest, ProgressLine progress) {
        long rows = 0;
        for (Manifest.Entry entry : manifest.entries()) {
            verify(folder.resolve(entry.name()), entry, progress);
            rows += entry.rows();
        }
        requireAllRows(folder, manifest, rows);
        return manifest;
    }

    /** All codes of the lot must be there, but for those that stand in other copies alone. */
    public static void requireAllRows(Path folder, Manifest manifest, long rows) {
        int withheld = manifest.copy().withheld();
        if (rows + withheld != manifest.size()) {
            throw CommandFailed.failed(folder.resolve(Manifest.NAME) + ": must have as many rows as the lot has codes:"
                    + " rows=" + rows + (withheld == 0 ? "" : ", withheld=" + withheld) + ", size="
                    + manifest.size());
        }
    }

    private static InputStream open(Path file, long rows) throws IOException {
        long possible = Math.max(0, Math.min(rows, LotCodec.SIZE_MAX));
        RegularFile.require(file, HEADER_BYTES_MAX + possible * ROW_BYTES_MAX);
        return Files.newInputStream(file);
    }

    private static void verify(Path file, Manifest.Entry entry, ProgressLine progress) {
        MessageDigest digest = Sha256.start();
        long lines = 0;
        byte last = '\n';
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = open(file, entry.rows())) {
            for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
                digest.update(buffer, 0, length);
                for (int i = 0; i < length; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
                last = buffer[length - 1];
                progress.step(length);
            }
        } catch (IOException e) {
            throw CommandFailed.io("cannot read " + file, e);
        }
        long rows = lines + (last == '\n' ? 0 : 1) - 1;
        // What is encrypted has no lines; its rows are counted when it is opened.
        if (rows != entry.rows() && !isEncrypted(file)) {
            throw CommandFailed.failed(
                    file + ": must have the rows that the manifest says: " + rows + " instead of " + entry.rows());
        }
        if (!Sha256.hex(digest.digest()).equals(entry.sha256().toLowerCase(Locale.ROOT))) {
            throw CommandFailed.failed(
                    file + ": must have the sha256 that the manifest says; it was changed or damaged");
        }
    }
}
