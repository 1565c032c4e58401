package dev.yima.codegen.lot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codec.Code;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.table.MisprintList;
import dev.yima.codegen.table.MisprintList.Misprint;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.Count;
import dev.yima.codegen.terminal.ExitCode;
import dev.yima.codegen.terminal.ProgressLine;
import dev.yima.codegen.terminal.Terminal;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Sends a whole file of misprints, batch by batch and lot by lot: to void them, or to take them back. */
final class MisprintRun {
    private static final int BATCH = 2_000;
    private static final Pattern PAIR = Pattern.compile("pairs\\[(\\d+)]");

    private final Terminal terminal;
    private final StaffApi server;
    private final Path file;
    private final Map<LotNumber, Integer> sizes;
    private final Optional<String> reason;
    private final boolean undo;

    MisprintRun(
            Terminal terminal,
            StaffApi server,
            Path file,
            Map<LotNumber, JsonNode> lots,
            Optional<String> reason,
            boolean undo) {
        this.terminal = terminal;
        this.server = server;
        this.file = file;
        this.sizes = lots.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, lot -> lot.getValue().path("size").asInt()));
        this.reason = reason;
        this.undo = undo;
    }

    /**
     * The figures of the misprints of a lot.
     *
     * @param named the number that the file names
     * @param changed the number that were, or would be, voided or taken back
     * @param claimed the number that had been claimed
     */
    record Figures(long named, long changed, long claimed) {
        static Figures sum(Collection<Figures> all) {
            return all.stream().reduce(new Figures(0, 0, 0), Figures::with);
        }

        Figures with(Figures more) {
            return new Figures(named + more.named, changed + more.changed, claimed + more.claimed);
        }

        /** The figures in words, of what will become of the codes. */
        String planned() {
            return Count.of(changed, "code") + " will be void" + rest();
        }

        /** The figures in words; {@code state} is what the codes are now. */
        String done(String state) {
            return Count.are(changed, "code") + " " + state + rest();
        }

        private String rest() {
            return ", of " + named + " named" + (claimed == 0 ? "" : "; " + claimed + " of them had been claimed");
        }

        ObjectNode json(String changedName) {
            ObjectNode json =
                    JsonNodeFactory.instance.objectNode().put("named", named).put(changedName, changed);
            return changedName.equals("voided") ? json.put("claimed", claimed) : json;
        }
    }

    /** Sends the whole file, first as a dry run: what is wrong with any line is known before one code is changed. */
    Map<LotNumber, Figures> send(boolean dryRun) {
        Map<LotNumber, Figures> sums = new LinkedHashMap<>();
        try (MisprintList misprints = MisprintList.open(file, sizes);
                ProgressLine progress = ProgressLine.start(terminal, dryRun ? "look" : "waste", " codes", -1)) {
            for (List<Misprint> batch = misprints.next(BATCH); !batch.isEmpty(); batch = misprints.next(BATCH)) {
                Map<LotNumber, List<Misprint>> byLot = batch.stream()
                        .collect(Collectors.groupingBy(Misprint::lot, LinkedHashMap::new, Collectors.toList()));
                byLot.forEach((lot, some) -> {
                    sums.merge(lot, sent(lot, some, dryRun, progress.done()), Figures::with);
                    progress.step(some.size());
                });
            }
        }
        return sums;
    }

    private Figures sent(LotNumber lot, List<Misprint> batch, boolean dryRun, long sentBefore) {
        ObjectNode body = body(batch).put("dryRun", dryRun);
        try {
            if (undo) {
                return new Figures(
                        batch.size(), server.unwaste(lot, body).path("restored").asLong(), 0);
            }
            reason.ifPresent(text -> body.put("reason", text));
            JsonNode answer = server.waste(lot, body);
            return new Figures(
                    batch.size(),
                    answer.path("voided").asLong(),
                    answer.path("claimed").asLong());
        } catch (CommandFailed e) {
            CommandFailed told = e.exitCode() == ExitCode.SERVER_REFUSED ? named(e, batch) : e;
            throw told.alsoSaying(dryRun ? "nothing was changed" : sentBefore + " misprints were sent before");
        }
    }

    /**
     * The refusal of a batch, with the line that it is about: the server says what is wrong, but not with which of the
     * codes. Asked about each by itself it answers, and changes nothing.
     */
    private CommandFailed named(CommandFailed refusal, List<Misprint> batch) {
        List<Misprint> pairs = batch.stream().filter(MisprintRun::isPair).toList();
        Matcher pair = PAIR.matcher(refusal.line());
        if (pair.find()) {
            Misprint misprint = pairs.get(Integer.parseInt(pair.group(1)));
            return refusal.alsoSaying(file + ", line " + misprint.line() + ": serial and code must be of one code");
        }
        for (Misprint misprint : batch) {
            if (misprint.code().filter(code -> !isGenuine(code)).isPresent()) {
                return refusal.alsoSaying(file + ", line " + misprint.line() + ": must be a genuine code: "
                        + misprint.code().get().text());
            }
        }
        return refusal.alsoSaying(file + ", lines " + batch.get(0).line() + " to "
                + batch.get(batch.size() - 1).line() + " were refused");
    }

    private static boolean isPair(Misprint misprint) {
        return misprint.serial().isPresent() && misprint.code().isPresent();
    }

    private boolean isGenuine(Code code) {
        return server.codeIfOurs(code)
                .filter(story -> !story.path("verdict").asText("").equals("UNKNOWN"))
                .isPresent();
    }

    private static ObjectNode body(List<Misprint> batch) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        for (Misprint misprint : batch) {
            if (isPair(misprint)) {
                body.withArray("pairs")
                        .addObject()
                        .put("serial", misprint.serial().getAsInt())
                        .put("code", misprint.code().get().text());
            } else if (misprint.serial().isPresent()) {
                body.withArray("serials").add(misprint.serial().getAsInt());
            } else {
                misprint.code().ifPresent(code -> body.withArray("codes").add(code.text()));
            }
        }
        return body;
    }
}
