package dev.yima.codegen.verify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codec.LotCodec;
import dev.yima.codec.OpenResult;
import dev.yima.codegen.age.IdentityOptions;
import dev.yima.codegen.folder.Manifest;
import dev.yima.codegen.folder.MintedFolder;
import dev.yima.codegen.table.CodeRow;
import dev.yima.codegen.table.CodeRows;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.Count;
import dev.yima.codegen.terminal.ProgressLine;
import dev.yima.codegen.terminal.Terminal;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Checks one folder of codes against what the brand signed. */
final class FolderCheck {
    private static final int BATCH = 8_192;

    private final Terminal terminal;
    private final String signer;
    private final IdentityOptions identity;

    FolderCheck(Terminal terminal, String signer, IdentityOptions identity) {
        this.terminal = terminal;
        this.signer = signer;
        this.identity = identity;
    }

    /**
     * The findings.
     *
     * @param folder the folder
     * @param manifest its manifest
     * @param rows the number of rows that were looked at; 0 when they are encrypted
     * @param opened whether each code was opened under its lot
     */
    record Found(Path folder, Manifest manifest, long rows, boolean opened) {
        String text() {
            String recipient = manifest.copy().recipient();
            String looked = rows == 0
                    ? "; they are encrypted, and were not looked into"
                    : "; " + Count.of(rows, "code") + ", none twice" + (opened ? ", each opens under its lot" : "");
            return "lot " + manifest.lot() + (recipient.isEmpty() ? "" : " for " + recipient) + ": "
                    + Count.are(manifest.entries().size(), "file") + " whole and signed" + looked;
        }

        ObjectNode json() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("folder", folder.toString())
                    .put("lot", manifest.lot().text())
                    .put("recipient", manifest.copy().recipient())
                    .put("files", manifest.entries().size())
                    .put("rows", rows)
                    .put("opened", opened);
        }
    }

    /** The manifest, once it is known that the brand signed it and that the files are what it says. */
    Manifest whole(Path folder) {
        try (ProgressLine progress = ProgressLine.start(terminal, "checksums", " bytes", -1)) {
            return MintedFolder.verified(folder, MintedFolder.signed(folder, signer), progress);
        }
    }

    /**
     * Holds the codes of a folder that is whole against the lot.
     *
     * @param key asks for the lot, only if the codes can be read; empty when they are not opened
     */
    Found codes(Path folder, Manifest manifest, Supplier<Optional<LotCodec>> key) {
        boolean encrypted =
                manifest.entries().stream().anyMatch(entry -> MintedFolder.isEncrypted(folder.resolve(entry.name())));
        if (encrypted && !identity.given()) {
            return new Found(folder, manifest, 0, false);
        }
        Optional<LotCodec> lot = key.get();
        try (CodeRows rows = CodeRows.ofMinted(folder, manifest, identity::open).withMarked();
                ProgressLine progress = ProgressLine.start(terminal, "codes", " codes", manifest.size())) {
            long count = new RowCheck(folder, manifest, lot).check(rows, progress);
            return new Found(folder, manifest, count, lot.isPresent());
        }
    }

    /** All rows of a folder: serials that only grow are never there twice. */
    private static final class RowCheck {
        private final Path folder;
        private final Manifest manifest;
        private final Optional<LotCodec> lot;
        private final Set<Integer> marked = new HashSet<>();
        private int last = -1;

        RowCheck(Path folder, Manifest manifest, Optional<LotCodec> lot) {
            this.folder = folder;
            this.manifest = manifest;
            this.lot = lot;
        }

        long check(CodeRows rows, ProgressLine progress) {
            for (List<CodeRow> batch = rows.next(BATCH); !batch.isEmpty(); batch = rows.next(BATCH)) {
                batch.parallelStream().forEach(this::mustOpen);
                batch.forEach(this::mustBeNew);
                progress.step(batch.size());
            }
            if (marked.stream().anyMatch(serial -> serial <= last)) {
                throw CommandFailed.failed(folder + ": marked codes must not stand among the others, too");
            }
            MintedFolder.requireAllRows(folder, manifest, progress.done());
            return progress.done();
        }

        private void mustOpen(CodeRow row) {
            boolean genuine = row.serial() < manifest.size()
                    && (lot.isEmpty()
                            || (lot.get().open(row.code()) instanceof OpenResult.Genuine opened
                                    && opened.serial() == row.serial()));
            if (!genuine) {
                throw CommandFailed.failed(
                        folder + ": every code must open under lot " + manifest.lot() + " to its serial: " + row);
            }
        }

        private void mustBeNew(CodeRow row) {
            boolean fresh = row.marked() ? marked.add(row.serial()) : row.serial() > last;
            if (!fresh) {
                throw CommandFailed.failed(folder + ": serials must grow from row to row: " + row);
            }
            last = row.marked() ? last : row.serial();
        }
    }
}
