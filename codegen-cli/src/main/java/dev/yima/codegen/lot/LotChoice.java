package dev.yima.codegen.lot;

import dev.yima.codec.LotNumber;
import dev.yima.codegen.folder.Manifest;
import dev.yima.codegen.folder.OrderFile;
import dev.yima.codegen.server.LotPages;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.terminal.CommandFailed;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The lots that a verb is about: one, or all of an order. */
final class LotChoice {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "LOT",
            description = "The lot number: the first 4 symbols of its codes.")
    private @Nullable String lot;

    @Option(names = "--order", paramLabel = "NUMBER", description = "All lots of this order, instead of one.")
    private @Nullable String order;

    /**
     * Refuses a command line that names no lot, or both.
     *
     * @throws CommandFailed with usage
     */
    void check() {
        if (lot == null && order == null || lot != null && order != null) {
            throw CommandFailed.usage("must name a lot, or an order with --order");
        }
        if (lot != null) {
            read(lot);
        }
    }

    /**
     * Takes the first word for something else: a verb with more of them has that one first where an order is named.
     *
     * @return empty without an order, or without a word
     */
    Optional<String> wordAfterOrder() {
        if (order == null || lot == null) {
            return Optional.empty();
        }
        String word = lot;
        lot = null;
        return Optional.of(word);
    }

    /** Whether an order was named. */
    boolean isOrder() {
        return order != null;
    }

    /** The lots. Asks the server for those of an order. */
    List<LotNumber> numbers(StaffApi server) {
        if (lot != null) {
            return List.of(read(lot));
        }
        List<LotNumber> numbers = new ArrayList<>();
        LotPages.forEach(
                server,
                String.valueOf(order),
                json -> numbers.add(read(json.path("number").asText(""))));
        if (numbers.isEmpty()) {
            throw CommandFailed.failed("must be an order that has lots: --order=" + order);
        }
        return numbers;
    }

    /**
     * Reads a lot number.
     *
     * @throws CommandFailed with usage
     */
    static LotNumber read(String lot) {
        return LotNumber.read(lot).orElseThrow(() -> CommandFailed.usage(noLot(lot)));
    }

    /** A folder that mint made is taken for its lot now and then: its manifest knows the number. */
    private static String noLot(String lot) {
        String rule = "must be " + LotNumber.SYMBOLS + " symbols: LOT=" + lot;
        try {
            Path folder = Path.of(lot);
            if (lot.isBlank() || !Files.isDirectory(folder)) {
                return rule;
            }
            if (Files.exists(folder.resolve(OrderFile.NAME))) {
                return rule + " is a folder, of order " + OrderFile.read(folder).order();
            }
            return rule + " is a folder"
                    + (Files.exists(folder.resolve(Manifest.NAME))
                            ? ", of lot " + Manifest.read(folder).lot()
                            : "");
        } catch (InvalidPathException | CommandFailed e) {
            return rule;
        }
    }
}
