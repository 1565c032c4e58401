package dev.yima.codegen.lot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.LotChange;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.engine.scan.StopReason;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A verb that changes lots: it names one or an order, and shows them afterwards. */
abstract class LotChangeVerb implements Callable<Integer> {
    private final ConnectionOptions connection;
    private final OutputOptions output;
    private final LotChange change;

    @Mixin
    private final LotChoice choice = new LotChoice();

    LotChangeVerb(ConnectionOptions connection, OutputOptions output, LotChange change) {
        this.connection = connection;
        this.output = output;
        this.change = change;
    }

    /** The reason, for those who hold items of the lot; empty for none. */
    Optional<StopReason> reason() {
        return Optional.empty();
    }

    @Override
    public Integer call() {
        choice.check();
        StaffApi server = connection.connect();
        List<LotNumber> numbers = choice.numbers(server);
        List<String> seen = confirm(server, numbers);
        ObjectNode items = JsonNodeFactory.instance.objectNode();
        StringJoiner text = new StringJoiner("\n");
        seen.forEach(text::add);
        int changed = 0;
        for (LotNumber number : numbers) {
            JsonNode answer = change(server, number, changed, numbers.size());
            items.withArray("items").add(answer);
            text.add("lot " + number + " is " + (LotText.state(answer).isEmpty() ? "changed" : LotText.state(answer)));
            changed++;
        }
        output.print(
                text.toString(), choice.isOrder() ? items : items.path("items").path(0));
        return 0;
    }

    /**
     * Asks whether it is to be done, where it cannot be undone or is likely to be a mistake.
     *
     * @return what was seen, for the result
     */
    List<String> confirm(StaffApi server, List<LotNumber> numbers) {
        // What can be undone is done.
        return List.of();
    }

    /** A refusal, with what to do instead where that is known. */
    CommandFailed explained(StaffApi server, LotNumber number, CommandFailed refused) {
        return refused;
    }

    private JsonNode change(StaffApi server, LotNumber number, int changed, int all) {
        try {
            return server.change(number, change, reason());
        } catch (CommandFailed e) {
            CommandFailed told = explained(server, number, e);
            throw all == 1 ? told : told.alsoSaying("lot " + number + ", after " + changed + " of " + all + " lots");
        }
    }
}
