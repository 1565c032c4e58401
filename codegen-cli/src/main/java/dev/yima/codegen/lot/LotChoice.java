package dev.yima.codegen.lot;

import dev.yima.codec.LotNumber;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.terminal.CommandFailed;
import java.util.ArrayList;
import java.util.List;
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
            LotParameter.read(lot);
        }
    }

    /** Whether an order was named. */
    boolean isOrder() {
        return order != null;
    }

    /** The lots. Asks the server for those of an order. */
    List<LotNumber> numbers(StaffApi server) {
        if (lot != null) {
            return List.of(LotParameter.read(lot));
        }
        List<LotNumber> numbers = new ArrayList<>();
        LotPages.forEach(
                server,
                String.valueOf(order),
                json -> numbers.add(LotParameter.read(json.path("number").asText(""))));
        if (numbers.isEmpty()) {
            throw CommandFailed.failed("must be an order that has lots: --order=" + order);
        }
        return numbers;
    }
}
