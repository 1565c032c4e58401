package dev.yima.codegen.lot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.LotChange;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.SafeText;
import dev.yima.engine.scan.StopReason;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A verb that changes a lot: it names the lot, and shows the lot afterwards. */
abstract class LotChangeVerb implements Callable<Integer> {
    private final ConnectionOptions connection;
    private final OutputOptions output;
    private final LotChange change;

    @Mixin
    private final LotParameter lot = new LotParameter();

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
        LotNumber number = lot.number();
        JsonNode answer = connection.connect().change(number, change, reason());
        output.print("lot " + number + " is " + SafeText.of(answer.path("state").asText("changed")), answer);
        return 0;
    }
}
