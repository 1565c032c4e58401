package dev.yima.codegen.admin;

import dev.yima.codegen.terminal.CommandFailed;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code codegen admin}: what the operator of a deployment does, with a founder's key. */
@Command(
        name = "admin",
        mixinStandardHelpOptions = true,
        header = "Operate a deployment, with a founder's key.",
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  codegen admin rewrap", "  codegen admin VERB --help"})
public final class AdminVerb implements Callable<Integer> {
    @Override
    public Integer call() {
        throw CommandFailed.usage("must name a verb of admin: rewrap");
    }
}
