package dev.yima.codegen.mint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codec.LotCodec;
import dev.yima.codegen.folder.CheckedFile;
import dev.yima.codegen.folder.ChecksumJournal;
import dev.yima.codegen.folder.HostOption;
import dev.yima.codegen.folder.Manifest;
import dev.yima.codegen.folder.ManifestSignature;
import dev.yima.codegen.folder.MintedFolder;
import dev.yima.codegen.folder.OrderFile;
import dev.yima.codegen.folder.OrderFolder;
import dev.yima.codegen.folder.PrintedUrl;
import dev.yima.codegen.mint.OrderPlan.OrderRequest;
import dev.yima.codegen.mint.OrderPlan.PlannedLot;
import dev.yima.codegen.server.CreatedLot;
import dev.yima.codegen.server.RegisteredCopy;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.InterruptMessage;
import dev.yima.codegen.terminal.ProgressLine;
import dev.yima.codegen.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run of the mint: for each lot of the order the lot, its key, its codes and its manifest, in this order; then what
 * holds them together. A file that a run before this one finished is read again, not made again.
 */
final class Minting {
    /** The most codes of an order that only phones nearby open, unless they are for tests. */
    static final int UNREACHABLE_MAX = 1_000;

    private final Terminal terminal;
    private final StaffApi server;
    private final OrderFolder folder;
    private final HostOption host;
    private final List<CopyPlan> copies;
    private OrderPlan plan;

    Minting(
            Terminal terminal,
            StaffApi server,
            OrderFolder folder,
            HostOption host,
            List<CopyPlan> copies,
            OrderPlan plan) {
        this.terminal = terminal;
        this.server = server;
        this.folder = folder;
        this.host = host;
        this.copies = copies;
        this.plan = plan;
    }

    /**
     * Refuses to make more than {@value #UNREACHABLE_MAX} codes under an address that is doubted, but for tests: a
     * whole print run is dead by one variable that was forgotten.
     *
     * @throws CommandFailed with usage
     */
    static void requireReachable(String urlBase, OrderRequest asked) {
        Optional<String> doubt = PrintedUrl.doubt(urlBase);
        if (doubt.isPresent() && asked.size() > UNREACHABLE_MAX && !asked.test()) {
            throw CommandFailed.usage(asked.size() + " codes would open " + urlBase + ", which " + doubt.get()
                    + "; more than " + UNREACHABLE_MAX + " of them must be for tests: --test");
        }
    }

    /** Orders the lots and fills the folder; each folder inside, or "" for the folder itself, with its manifest. */
    Map<String, Manifest> mint() {
        long rows = plan.codes() * copies.size();
        try (ProgressLine progress = ProgressLine.start(terminal, "order " + plan.number(), " codes", rows);
                ParallelRowWriter rowWriter = new ParallelRowWriter()) {
            folder.begin(plan.journal());
            Map<String, Manifest> minted = new LinkedHashMap<>();
            for (int i = 0; i < plan.lots().size(); i++) {
                mint(i, rowWriter, progress, minted);
            }
            if (minted.size() > 1) {
                OrderFile order = new OrderFile(
                        plan.number(), plan.asked().size(), plan.asked().kind().name(), List.copyOf(minted.keySet()));
                folder.write(OrderFile.NAME, order.bytes());
            }
            folder.finish();
            return minted;
        } catch (IOException e) {
            throw CommandFailed.io("cannot write to " + folder.place(""), e);
        }
    }

    private void mint(int index, ParallelRowWriter rowWriter, ProgressLine progress, Map<String, Manifest> minted)
            throws IOException {
        PlannedLot planned = plan.lots().get(index);
        // Even an answer that never comes may have made a lot: the journal has the key that finds it again.
        CreatedLot made;
        try {
            made = server.makeLot(plan.lot(index), planned.request());
        } catch (CommandFailed e) {
            if (e.mayHaveChangedSomething()) {
                folder.keep();
            }
            throw e;
        }
        folder.keep();
        try (InterruptMessage note = InterruptMessage.of(terminal, CreatedLot.leftover(made.number()))) {
            host.require(made.urlBase(), "lot " + made.number());
            requireReachable(made.urlBase(), plan.asked());
            plan = plan.made(index, made.number());
            folder.begin(plan.journal());
            for (Manifest manifest : fill(made, planned, rowWriter, progress)) {
                minted.put(folderName(made, minted.size() % copies.size()), manifest);
            }
        } catch (CommandFailed e) {
            throw e.alsoSaying(CreatedLot.leftover(made.number()));
        }
    }

    private List<Manifest> fill(CreatedLot made, PlannedLot planned, ParallelRowWriter rowWriter, ProgressLine progress)
            throws IOException {
        LotCodec lot = new LotCodec(made.number(), planned.size(), server.lotKey(made.number(), Optional.empty()));
        List<RegisteredCopy> named = server.nameCopies(
                made.number(), copies.stream().map(CopyPlan::order).toList());
        if (named.size() != copies.size()) {
            throw CommandFailed.failed("the server's answer makes no sense: copies=" + named.size());
        }
        List<Manifest> manifests = new ArrayList<>();
        for (RegisteredCopy copy : named) {
            Path inner = folderOf(made, copy);
            CopyWriter writer =
                    new CopyWriter(plan, planned, made, lot, copies.get(copy.place()), named, rowWriter, progress);
            manifests.add(
                    Files.exists(inner.resolve(Manifest.NAME)) ? writer.finished(inner) : written(inner, writer, copy));
        }
        return manifests;
    }

    private Manifest written(Path inner, CopyWriter writer, RegisteredCopy copy) throws IOException {
        Manifest manifest = writer.write(inner, copy);
        byte[] bytes = manifest.bytes();
        JsonNode signed = server.sign(manifest.lot(), copy.place(), bytes);
        ManifestSignature signature = new ManifestSignature(
                signed.path("signer").asText(""), signed.path("signature").asText(""));
        if (!signature.signs(bytes)) {
            throw CommandFailed.failed("the server's answer makes no sense: the signature is not one of the manifest");
        }
        write(inner.resolve(ManifestSignature.NAME), signature.bytes());
        OrderFolder.force(inner);
        write(inner.resolve(Manifest.NAME), bytes);
        ChecksumJournal.forget(inner);
        OrderFolder.force(inner);
        return manifest;
    }

    private static void write(Path place, byte[] bytes) throws IOException {
        try (CheckedFile file = new CheckedFile(place)) {
            file.write(bytes);
            file.seal(0);
        }
    }

    /** The folder of a copy: as deep as the order needs to tell its lots and copies apart. */
    private Path folderOf(CreatedLot made, RegisteredCopy copy) throws IOException {
        Path inner = plan.lots().size() == 1
                ? folder.place("")
                : folder.makeFolder(made.number().text());
        String name = folderName(made, copy.place());
        return name.isEmpty() ? inner : folder.makeFolder(name);
    }

    private String folderName(CreatedLot made, int place) {
        String lot = plan.lots().size() == 1 ? "" : made.number().text();
        String copy = copies.size() == 1 ? "" : MintedFolder.copy(place + 1);
        return lot.isEmpty() || copy.isEmpty() ? lot + copy : lot + "/" + copy;
    }
}
