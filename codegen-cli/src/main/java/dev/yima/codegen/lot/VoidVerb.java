package dev.yima.codegen.lot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.LotChange;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.terminal.ConfirmOption;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.Terminal;
import dev.yima.engine.scan.StopReason;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code codegen void LOT}. */
@Command(
        name = "void",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Retire a lot for ever.",
        description = "No code of the lot counts again; this cannot be undone. Tells what it is about, and asks.",
        footerHeading = "%nExamples:%n",
        footer = {"  codegen void 0C1S --reason RECALLED", "  codegen void --order 261125-7F3K9Q --yes -o json"})
public final class VoidVerb extends LotChangeVerb {
    private final Terminal terminal;

    @Mixin
    private final ReasonOption reason = new ReasonOption();

    @Mixin
    private final ConfirmOption confirm = new ConfirmOption();

    /** Makes the verb with the surroundings of the command. */
    public VoidVerb(Terminal terminal, ConnectionOptions connection, OutputOptions output) {
        super(connection, output, LotChange.VOID);
        this.terminal = terminal;
    }

    @Override
    List<String> confirm(StaffApi server, List<LotNumber> numbers) {
        List<JsonNode> lots = numbers.stream()
                .map(server::lot)
                .filter(lot -> !lot.path("state").asText("").equals("VOID"))
                .toList();
        if (!lots.isEmpty()) {
            confirm.require(terminal, LotText.tell(lots) + ": no code will ever verify or win again");
        }
        return List.of();
    }

    @Override
    Optional<StopReason> reason() {
        return reason.value();
    }
}
