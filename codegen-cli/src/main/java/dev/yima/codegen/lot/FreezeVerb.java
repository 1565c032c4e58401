package dev.yima.codegen.lot;

import dev.yima.codec.LotNumber;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.LotChange;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.ExitCode;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.engine.scan.StopReason;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code codegen freeze LOT}. */
@Command(
        name = "freeze",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Stop the codes of a lot for now.",
        description = "Within seconds no code of the lot verifies or wins anything, until it is unfrozen.",
        footerHeading = "%nExamples:%n",
        footer = {"  codegen freeze 0C1S", "  codegen freeze 0C1S --reason LEAKED", "  codegen freeze 0C1S -o json"})
public final class FreezeVerb extends LotChangeVerb {
    @Mixin
    private final ReasonOption reason = new ReasonOption();

    /** Makes the verb with the surroundings of the command. */
    public FreezeVerb(ConnectionOptions connection, OutputOptions output) {
        super(connection, output, LotChange.FREEZE);
    }

    @Override
    Optional<StopReason> reason() {
        return reason.value();
    }

    @Override
    CommandFailed explained(StaffApi server, LotNumber number, CommandFailed refused) {
        return refused.exitCode() == ExitCode.SERVER_REFUSED && LotText.isMinted(server.lot(number))
                ? refused.alsoSaying(
                        "it is not on sale, so its codes pay nobody: do not activate it, and retire it with"
                                + " 'codegen void' or a part of it with 'codegen waste'")
                : refused;
    }
}
