package dev.yima.codegen.mint;

import dev.yima.codec.LotCodec;
import dev.yima.codegen.files.CheckedFile;
import dev.yima.codegen.files.Manifest;
import dev.yima.codegen.files.MintedFolder;
import dev.yima.codegen.files.StagedFolder;
import dev.yima.codegen.server.LotOrder;
import dev.yima.codegen.server.MadeLot;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.Progress;
import dev.yima.codegen.terminal.StopNote;
import dev.yima.codegen.terminal.Terminal;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** One run of the mint: a lot, its key, its codes, its manifest, in this order. */
final class Minting {
    private final Terminal terminal;
    private final StaffApi server;
    private final StagedFolder folder;

    Minting(Terminal terminal, StaffApi server, StagedFolder folder) {
        this.terminal = terminal;
        this.server = server;
        this.folder = folder;
    }

    /** Orders the lot and fills the folder. */
    Manifest mint(LotOrder order) {
        MadeLot made = server.makeLot(order, UUID.randomUUID());
        StopNote note = StopNote.of(terminal, MadeLot.leftover(made.number()));
        try (note) {
            LotCodec lot = new LotCodec(made.number(), order.size(), server.lotKey(made.number()));
            Manifest.Entry codes = writeCodes(lot, made.urlBase());
            Manifest manifest = new Manifest(
                    made.number(),
                    order.size(),
                    order.kind().name(),
                    made.urlBase(),
                    made.label(),
                    made.createdAt(),
                    List.of(codes));
            writeManifest(manifest);
            folder.commitEndingWith(Manifest.NAME);
            return manifest;
        } catch (IOException e) {
            throw CommandFailed.io("cannot finish " + MintedFolder.CODES, e)
                    .alsoSaying(MadeLot.leftover(made.number()));
        } catch (CommandFailed e) {
            throw e.alsoSaying(MadeLot.leftover(made.number()));
        }
    }

    private Manifest.Entry writeCodes(LotCodec lot, String urlBase) throws IOException {
        try (CheckedFile file = folder.createChecked(MintedFolder.CODES);
                Progress progress = Progress.start(terminal, "lot " + lot.lot(), " codes", lot.size())) {
            try {
                writeRows(new RowWriter(lot, urlBase, file), lot.size(), progress);
                return file.seal(lot.size());
            } catch (IOException e) {
                throw CommandFailed.failed("stopped after " + progress.done() + " of " + lot.size() + " codes: cannot"
                        + " write " + folder.place(MintedFolder.CODES) + ": " + CommandFailed.reason(e));
            }
        }
    }

    private static void writeRows(RowWriter rows, int size, Progress progress) throws IOException {
        rows.writeHeader();
        for (int serial = 0; serial < size; serial += RowWriter.BATCH) {
            int count = Math.min(RowWriter.BATCH, size - serial);
            rows.writeRows(serial, count);
            progress.step(count);
        }
    }

    private void writeManifest(Manifest manifest) throws IOException {
        try (CheckedFile file = folder.createChecked(Manifest.NAME)) {
            file.write(manifest.bytes());
            file.seal(0);
        }
    }
}
