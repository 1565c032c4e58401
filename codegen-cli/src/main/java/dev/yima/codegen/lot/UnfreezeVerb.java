package dev.yima.codegen.lot;

import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.LotChange;
import dev.yima.codegen.terminal.OutputOptions;
import picocli.CommandLine.Command;

/** {@code codegen unfreeze LOT}. */
@Command(
        name = "unfreeze",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "End the freeze of a lot.",
        description = "The codes of the lot count again, as before the freeze.",
        footerHeading = "%nExamples:%n",
        footer = {"  codegen unfreeze 0C1S", "  codegen unfreeze 0C1S -o json"})
public final class UnfreezeVerb extends LotChangeVerb {
    /** Makes the verb with the surroundings of the command. */
    public UnfreezeVerb(ConnectionOptions connection, OutputOptions output) {
        super(connection, output, LotChange.UNFREEZE);
    }
}
