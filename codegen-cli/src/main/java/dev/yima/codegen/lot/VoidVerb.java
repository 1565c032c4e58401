package dev.yima.codegen.lot;

import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.LotChange;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.engine.scan.StopReason;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code codegen void LOT}. */
@Command(
        name = "void",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Retire a lot for ever.",
        description = "No code of the lot counts again; this cannot be undone.",
        footerHeading = "%nExamples:%n",
        footer = {"  codegen void 0C1S", "  codegen void 0C1S --reason RECALLED", "  codegen void 0C1S -o json"})
public final class VoidVerb extends LotChangeVerb {
    @Mixin
    private final ReasonOption reason = new ReasonOption();

    /** Makes the verb with the surroundings of the command. */
    public VoidVerb(ConnectionOptions connection, OutputOptions output) {
        super(connection, output, LotChange.VOID);
    }

    @Override
    Optional<StopReason> reason() {
        return reason.value();
    }
}
