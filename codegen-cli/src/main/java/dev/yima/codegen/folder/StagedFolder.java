package dev.yima.codegen.folder;

import dev.yima.codegen.files.OwnerOnly;
import dev.yima.codegen.terminal.CommandFailed;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that is filled all at once: everything is written under {@value #ASIDE} inside it and renamed when it is
 * whole. Closing it uncommitted, and stopping the process, takes away whatever was written.
 */
public final class StagedFolder implements Closeable {
    static final String ASIDE = ".part";

    private final Path folder;
    private final Path aside;
    private final boolean made;
    private final Thread onStop = new Thread(this::discard, "discard-" + ASIDE);
    private boolean settled;

    private StagedFolder(Path folder, boolean made) {
        this.folder = folder;
        this.aside = folder.resolve(ASIDE);
        this.made = made;
    }

    /**
     * Takes a folder that does not exist yet or is empty, and proves that it can be written to.
     *
     * @throws CommandFailed when it holds anything or cannot be written to
     */
    public static StagedFolder open(Path folder) {
        OwnerOnly.mustBeNamed(folder);
        try {
            boolean exists = Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
            if (exists && !isEmptyFolder(folder)) {
                throw CommandFailed.failed("must not exist or be an empty directory: --out=" + folder);
            }
            if (exists) {
                OwnerOnly.closeFolder(folder);
            } else {
                Path parent = folder.toAbsolutePath().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                OwnerOnly.makeFolder(folder);
            }
            StagedFolder staged = new StagedFolder(folder, !exists);
            OwnerOnly.makeFolder(staged.aside);
            Runtime.getRuntime().addShutdownHook(staged.onStop);
            return staged;
        } catch (IOException e) {
            throw CommandFailed.io("cannot write to --out=" + folder, e);
        }
    }

    /** A new file, written aside; its name may hold a folder. */
    public synchronized OutputStream create(String name) throws IOException {
        requireRunning();
        return Channels.newOutputStream(OwnerOnly.makeFile(aside.resolve(name)));
    }

    /** A new folder, made aside. */
    public synchronized void makeFolder(String name) throws IOException {
        requireRunning();
        OwnerOnly.makeFolder(aside.resolve(name));
    }

    /** The path of a file once it is committed. */
    public Path place(String name) {
        return folder.resolve(name);
    }

    /** Renames everything into place. */
    public synchronized void commit() throws IOException {
        requireRunning();
        List<Path> moved = new ArrayList<>();
        try {
            for (Path entry : entries()) {
                Path place = folder.resolve(entry.getFileName().toString());
                Files.move(entry, place, StandardCopyOption.ATOMIC_MOVE);
                moved.add(place);
            }
            Files.delete(aside);
            OrderFolder.force(folder);
            settled = true;
        } catch (IOException e) {
            for (Path place : moved) {
                remove(place);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        discard();
        try {
            Runtime.getRuntime().removeShutdownHook(onStop);
        } catch (IllegalStateException e) {
            // The process is stopping, and the hook has run or is waiting for this very method.
            settled = true;
        }
    }

    /** After a stop nothing may appear behind the back of the thread that is taking everything away. */
    private void requireRunning() throws IOException {
        if (settled) {
            throw new IOException("stopped");
        }
    }

    private synchronized void discard() {
        if (!settled) {
            settled = true;
            remove(made ? folder : aside);
        }
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> all = Files.list(aside)) {
            return all.sorted().toList();
        }
    }

    private static boolean isEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private static void remove(Path tree) {
        try {
            Files.walkFileTree(tree, new Remover());
        } catch (IOException e) {
            // What cannot be removed still has the name of a part, which nothing reads.
            return;
        }
    }

    /** Deletes a tree from its leaves. */
    private static final class Remover extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException fault) throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
