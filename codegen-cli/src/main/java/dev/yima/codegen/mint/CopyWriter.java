package dev.yima.codegen.mint;

import dev.yima.codec.LotCodec;
import dev.yima.codegen.folder.CheckedFile;
import dev.yima.codegen.folder.ChecksumJournal;
import dev.yima.codegen.folder.Manifest;
import dev.yima.codegen.folder.MintedFolder;
import dev.yima.codegen.mint.OrderPlan.PlannedLot;
import dev.yima.codegen.server.CreatedLot;
import dev.yima.codegen.server.RegisteredCopy;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.ProgressLine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the files of one copy of a lot. */
final class CopyWriter {
    private final OrderPlan plan;
    private final PlannedLot planned;
    private final CreatedLot made;
    private final LotCodec lot;
    private final CopyPlan copy;
    private final List<RegisteredCopy> all;
    private final ParallelRowWriter rowWriter;
    private final ProgressLine progress;

    CopyWriter(
            OrderPlan plan,
            PlannedLot planned,
            CreatedLot made,
            LotCodec lot,
            CopyPlan copy,
            List<RegisteredCopy> all,
            ParallelRowWriter rowWriter,
            ProgressLine progress) {
        this.plan = plan;
        this.planned = planned;
        this.made = made;
        this.lot = lot;
        this.copy = copy;
        this.all = all;
        this.rowWriter = rowWriter;
        this.progress = progress;
    }

    /** The files that an earlier run finished. */
    Manifest finished(Path inner) throws IOException {
        progress.step(lot.size());
        ChecksumJournal.forget(inner);
        Manifest manifest = Manifest.read(inner);
        if (!manifest.urlBase().equals(made.urlBase())) {
            throw CommandFailed.failed(inner.resolve(Manifest.NAME) + ": must print with " + made.urlBase()
                    + ", or void the lot and begin anew: urlBase=" + manifest.urlBase());
        }
        copy.requireSame(inner.resolve(manifest.entries().get(0).name()));
        return manifest;
    }

    /** Writes what is not there yet. */
    Manifest write(Path inner, RegisteredCopy named) throws IOException {
        int honeys = all.stream().mapToInt(each -> each.honeys().size()).sum();
        int[] skipped = all.stream()
                .filter(each -> each.place() != named.place() || !named.mixed())
                .flatMap(each -> each.honeys().stream())
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        RowEncoder form = new RowEncoder(lot, made.urlBase(), skipped);
        List<Integer> marked = named.mixed() ? List.of() : named.honeys();
        // Marked codes are the last of the lot, so the files are cut where the goods end.
        int end = named.mixed() ? lot.size() : lot.size() - honeys;
        return new Manifest(
                made.number(),
                lot.size(),
                plan.kind(planned).name(),
                made.urlBase(),
                made.label(),
                made.createdAt(),
                new Manifest.OrderRef(plan.number(), plan.asked().size(), lot.size() - honeys),
                new Manifest.CopyRef(named.recipient(), honeys - named.honeys().size()),
                plan.pack(planned),
                plan.asked().test(),
                writeShards(inner, form, end, marked));
    }

    private List<Manifest.Entry> writeShards(Path inner, RowEncoder form, int end, List<Integer> marked)
            throws IOException {
        ChecksumJournal finished = ChecksumJournal.in(inner);
        List<Shard> shards = shards(inner, end, marked);
        List<Optional<Manifest.Entry>> whole = new ArrayList<>();
        for (Shard shard : shards) {
            whole.add(finished.entry(shard.file, shard.rows(form)));
        }
        // Before anything is written: what is kept and what is new must open with the same passphrase.
        for (int i = 0; i < shards.size(); i++) {
            if (whole.get(i).isPresent()) {
                copy.requireSame(shards.get(i).file);
                break;
            }
        }
        List<Manifest.Entry> entries = new ArrayList<>();
        for (int i = 0; i < shards.size(); i++) {
            Shard shard = shards.get(i);
            if (whole.get(i).isPresent()) {
                progress.step(shard.rows(form));
                entries.add(whole.get(i).get());
            } else {
                entries.add(write(shard, form, finished));
            }
        }
        return entries;
    }

    private List<Shard> shards(Path inner, int end, List<Integer> marked) {
        int asked = plan.asked().shardRows();
        int rows = asked == 0 ? end : asked;
        int files = (end - 1) / rows + 1;
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            int first = i * rows;
            String name = asked == 0 ? MintedFolder.CODES : MintedFolder.shard(i + 1);
            List<Integer> ofThisFile = marked.subList(marked.size() * i / files, marked.size() * (i + 1) / files);
            shards.add(new Shard(
                    inner.resolve(copy.fileName(name)), first, Math.min(rows, end - first) + first, ofThisFile));
        }
        return shards;
    }

    private Manifest.Entry write(Shard shard, RowEncoder form, ChecksumJournal finished) {
        try (CheckedFile file = new CheckedFile(shard.file)) {
            try (OutputStream out = copy.seal(file)) {
                out.write(form.header());
                rowWriter.write(form, shard.first, shard.end, out, progress);
                for (int serial : shard.marked) {
                    out.write(form.marked(serial));
                }
            }
            Manifest.Entry entry = file.seal(shard.rows(form));
            finished.add(entry);
            return entry;
        } catch (IOException e) {
            throw CommandFailed.failed("stopped after " + progress.done() + " of " + plan.codes()
                    + " codes: cannot write " + shard.file + ": " + CommandFailed.reason(e));
        }
    }

    /**
     * One file of a copy.
     *
     * @param file its path
     * @param first its first serial
     * @param end the serial after its last one
     * @param marked the marked codes at its end
     */
    private record Shard(Path file, int first, int end, List<Integer> marked) {
        int rows(RowEncoder form) {
            return form.count(first, end) + marked.size();
        }
    }
}
