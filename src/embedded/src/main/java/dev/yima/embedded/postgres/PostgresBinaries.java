package dev.yima.embedded.postgres;

import dev.yima.embedded.process.LocalServersException;
import dev.yima.embedded.process.Platform;
import dev.yima.embedded.process.PrivateFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** Unpacks the PostgreSQL programs from the class path, once for each version. */
final class PostgresBinaries {
    private static final String PREFIX = "server-";
    private static final int DIGEST_CHARACTERS = 12;

    private PostgresBinaries() {}

    /** The directory of the programs, named after what was packed: a new version lands beside the old one. */
    static Path unpack(Path directory) throws IOException {
        byte[] archive = archive();
        Path server = directory.resolve(PREFIX + digest(archive));
        if (!Files.isDirectory(server)) {
            Path fresh = Files.createTempDirectory(directory, PREFIX + "new-");
            unpack(archive, fresh);
            PrivateFiles.move(fresh, server);
        }
        PrivateFiles.sweep(directory, PREFIX, server);
        return server.resolve("bin");
    }

    private static byte[] archive() throws IOException {
        String name = Platform.postgresArchive();
        try (@Nullable InputStream packed = PostgresBinaries.class.getResourceAsStream("/" + name)) {
            if (packed == null) {
                throw new LocalServersException("must be built for this platform: no " + name + " on the class path");
            }
            return packed.readAllBytes();
        }
    }

    private static void unpack(byte[] archive, Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            @Nullable TarArchiveEntry entry = tar.getNextEntry();
            while (entry != null) {
                unpack(tar, entry, target);
                entry = tar.getNextEntry();
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("must stay in its directory: entry=" + entry.getName());
        }
        if (entry.isDirectory()) {
            PrivateFiles.directory(path);
            return;
        }
        PrivateFiles.directory(path.resolveSibling("."));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.copy(tar, path);
            boolean program = (entry.getMode() & 0100) != 0;
            PrivateFiles.restrict(path, program ? PrivateFiles.OWNER_RWX : PrivateFiles.OWNER_RW);
        } else {
            throw new IOException("must be a file, a directory or a link: entry=" + entry.getName());
        }
    }

    private static String digest(byte[] archive) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(digest).substring(0, DIGEST_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
