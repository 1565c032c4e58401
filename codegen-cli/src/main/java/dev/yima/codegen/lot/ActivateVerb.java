package dev.yima.codegen.lot;

import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.LotChange;
import dev.yima.codegen.terminal.OutputOptions;
import picocli.CommandLine.Command;

/** {@code codegen activate LOT}. */
@Command(
        name = "activate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Let the codes of a lot count.",
        description =
                "From now on a scan of the lot's codes verifies and may win. Do it when the goods leave, not when they"
                        + " are printed.",
        footerHeading = "%nExamples:%n",
        footer = {"  codegen activate 0C1S", "  codegen activate 0C1S -o json"})
public final class ActivateVerb extends LotChangeVerb {
    /** Makes the verb with the surroundings of the command. */
    public ActivateVerb(ConnectionOptions connection, OutputOptions output) {
        super(connection, output, LotChange.ACTIVATE);
    }
}
