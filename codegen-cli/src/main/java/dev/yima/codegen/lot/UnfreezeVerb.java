package dev.yima.codegen.lot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.LotChange;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.terminal.ConfirmOption;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.Terminal;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code codegen unfreeze LOT}. */
@Command(
        name = "unfreeze",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "End the freeze of a lot.",
        description = "The codes of the lot count again, as before the freeze. Tells why it was frozen, which copies"
                + " have leaked and what was claimed, and asks.",
        footerHeading = "%nExamples:%n",
        footer = {"  codegen unfreeze 0C1S", "  codegen unfreeze --order 261125-7F3K9Q --yes -o json"})
public final class UnfreezeVerb extends LotChangeVerb {
    private final Terminal terminal;

    @Mixin
    private final ConfirmOption confirm = new ConfirmOption();

    /** Makes the verb with the surroundings of the command. */
    public UnfreezeVerb(Terminal terminal, ConnectionOptions connection, OutputOptions output) {
        super(connection, output, LotChange.UNFREEZE);
        this.terminal = terminal;
    }

    @Override
    List<String> confirm(StaffApi server, List<LotNumber> numbers) {
        List<JsonNode> lots =
                numbers.stream().map(server::lot).filter(LotText::isFrozen).toList();
        if (!lots.isEmpty()) {
            StringBuilder told = new StringBuilder();
            for (JsonNode lot : lots) {
                String number = lot.path("number").asText("");
                LotText.leaks(server.custody(LotChoice.read(number)))
                        .forEach(leak -> told.append("lot ")
                                .append(number)
                                .append(": ")
                                .append(leak)
                                .append('\n'));
            }
            told.append(LotText.tell(lots)).append(": all codes will verify and pay again");
            confirm.require(terminal, told.toString(), "What is paid before another freeze stays paid");
        }
        return List.of();
    }
}
