package dev.yima.codegen.print.label;

import dev.yima.codegen.folder.StagedFolder;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The destination of printed files: a folder, or one zip in it. */
public interface LabelOutput extends Closeable {
    /** The name of the zip. */
    String ZIP = "labels.zip";

    /** A new file; its name may hold a folder. One at a time is open. */
    OutputStream create(String name) throws IOException;

    /** A new folder. */
    void makeFolder(String name) throws IOException;

    /** Files of a folder. */
    static LabelOutput folder(StagedFolder folder) {
        return new LabelOutput() {
            @Override
            public OutputStream create(String name) throws IOException {
                return folder.create(name);
            }

            @Override
            public void makeFolder(String name) throws IOException {
                folder.makeFolder(name);
            }

            @Override
            public void close() {
                // Every file is closed by whoever wrote it.
            }
        };
    }

    /** Entries of a zip. */
    static LabelOutput zip(StagedFolder folder) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(folder.create(ZIP));
        return new LabelOutput() {
            @Override
            public OutputStream create(String name) throws IOException {
                zip.putNextEntry(new ZipEntry(name));
                return new Entry(zip);
            }

            @Override
            public void makeFolder(String name) {
                // The names of entries hold their folders.
            }

            @Override
            public void close() throws IOException {
                zip.close();
            }
        };
    }

    /** One entry of a zip, which stays open after it. */
    final class Entry extends FilterOutputStream {
        private final ZipOutputStream zip;

        Entry(ZipOutputStream zip) {
            super(zip);
            this.zip = zip;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            zip.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            zip.closeEntry();
        }
    }
}
