package dev.yima.codegen;

import dev.yima.codegen.admin.AdminVerb;
import dev.yima.codegen.admin.RewrapVerb;
import dev.yima.codegen.age.KeygenVerb;
import dev.yima.codegen.audit.VerifyAuditVerb;
import dev.yima.codegen.check.CheckVerb;
import dev.yima.codegen.code.InspectVerb;
import dev.yima.codegen.code.PackVerb;
import dev.yima.codegen.draw.VerifyDrawVerb;
import dev.yima.codegen.lot.ActivateVerb;
import dev.yima.codegen.lot.AssignVerb;
import dev.yima.codegen.lot.FreezeVerb;
import dev.yima.codegen.lot.HandoverVerb;
import dev.yima.codegen.lot.LotsVerb;
import dev.yima.codegen.lot.UnfreezeVerb;
import dev.yima.codegen.lot.VoidVerb;
import dev.yima.codegen.lot.WasteVerb;
import dev.yima.codegen.mint.MintVerb;
import dev.yima.codegen.print.PrintVerb;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.ErrorLine;
import dev.yima.codegen.terminal.ExitCode;
import dev.yima.codegen.terminal.ManVerb;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.SafeText;
import dev.yima.codegen.terminal.Terminal;
import dev.yima.codegen.verify.VerifyVerb;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** {@code codegen}: mints, prints, activates and inspects codes. */
@Command(
        name = "codegen",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = Codegen.Version.class,
        header = "Mints, prints, activates and inspects one-item-one-code labels.",
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  codegen mint --kind ITEM_INNER --size 100000 --out summer",
            "  codegen print summer --format pdf --out sheets",
            "  codegen activate 0C1S",
            "  codegen VERB --help",
            "  source <(codegen completion)",
            "",
            "Options that are always the same can stand in $$YIMA_HOME/codegen.properties, in UTF-8: url=https://…, or",
            "for one verb codegen.print.dpi=600. The command line and the environment go before it; a key that is no",
            "option is an error."
        })
public final class Codegen implements Callable<Integer> {
    @Mixin
    private final ConnectionOptions connection;

    @Mixin
    private final OutputOptions output;

    private Codegen(Terminal terminal) {
        this.connection = new ConnectionOptions(terminal);
        this.output = new OutputOptions(terminal);
    }

    /** Runs one command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // Both before anything draws or logs: no window system is needed, and stderr is for our lines only.
        System.setProperty("java.awt.headless", "true");
        System.setProperty("org.apache.commons.logging.Log", "org.apache.commons.logging.impl.NoOpLog");
        System.exit(commandLine(Terminal.ofProcess()).execute(arguments));
    }

    /** The whole command line, speaking to a terminal. */
    public static CommandLine commandLine(Terminal terminal) {
        Codegen codegen = new Codegen(terminal);
        ConnectionOptions connection = codegen.connection;
        OutputOptions output = codegen.output;
        ErrorLine errorLine = new ErrorLine();
        CommandLine commandLine = new CommandLine(codegen)
                .addSubcommand(new MintVerb(terminal, connection, output))
                .addSubcommand(new VerifyVerb(terminal, connection, output))
                .addSubcommand(new KeygenVerb(output))
                .addSubcommand(new PrintVerb(terminal, output))
                .addSubcommand(new CheckVerb(terminal, connection, output))
                .addSubcommand(new AssignVerb(terminal, connection, output))
                .addSubcommand(new WasteVerb(terminal, connection, output))
                .addSubcommand(new PackVerb(terminal, connection, output))
                .addSubcommand(new HandoverVerb(connection, output))
                .addSubcommand(new ActivateVerb(terminal, connection, output))
                .addSubcommand(new FreezeVerb(connection, output))
                .addSubcommand(new UnfreezeVerb(terminal, connection, output))
                .addSubcommand(new VoidVerb(terminal, connection, output))
                .addSubcommand(new InspectVerb(connection, output))
                .addSubcommand(new LotsVerb(terminal, connection, output))
                .addSubcommand(new VerifyDrawVerb(connection, output))
                .addSubcommand(new VerifyAuditVerb(output))
                .addSubcommand(
                        new CommandLine(new AdminVerb()).addSubcommand(new RewrapVerb(terminal, connection, output)))
                .addSubcommand("completion", completion())
                .addSubcommand(new ManVerb(output))
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                // What is pasted brings spaces along that nobody sees.
                .registerConverter(String.class, SafeText::stripped)
                .setExecutionExceptionHandler(errorLine);
        Optional<CommandFailed> fault = applySettings(commandLine, terminal);
        commandLine
                .setExecutionStrategy(parsed -> execute(parsed, output, fault))
                // What is missing on the command line may be what the file should have said.
                .setParameterExceptionHandler((wrong, arguments) -> fault.isPresent()
                        ? errorLine.handleExecutionException(fault.get(), wrong.getCommandLine(), null)
                        : errorLine.handleParseException(wrong, arguments));
        describeExits(commandLine);
        return commandLine;
    }

    @Override
    public Integer call() {
        throw CommandFailed.usage("must name a verb");
    }

    /** Takes the file of settings over; what is wrong with it, which does not keep anybody from help. */
    private static Optional<CommandFailed> applySettings(CommandLine commandLine, Terminal terminal) {
        try {
            Settings.read(ConnectionOptions.home(terminal), terminal, commandLine)
                    .ifPresent(commandLine::setDefaultValueProvider);
            return Optional.empty();
        } catch (CommandFailed e) {
            return Optional.of(e);
        }
    }

    private static int execute(ParseResult parsed, OutputOptions output, Optional<CommandFailed> fault) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped == null && fault.isPresent()) {
            throw executionFault(parsed, fault.get());
        }
        int exitCode = helped == null ? new RunLast().execute(parsed) : helped;
        try {
            output.flush();
        } catch (CommandFailed e) {
            throw executionFault(parsed, e);
        }
        return exitCode;
    }

    private static ExecutionException executionFault(ParseResult parsed, CommandFailed fault) {
        return new ExecutionException(parsed.commandSpec().commandLine(), fault.line(), fault);
    }

    /** The verb is picocli's own, and comes without examples. */
    private static CommandLine completion() {
        CommandLine completion = new CommandLine(new AutoComplete.GenerateCompletion());
        completion
                .getCommandSpec()
                .usageMessage()
                .footerHeading("%nExamples:%n")
                .footer(
                        "  source <(codegen completion)",
                        "  codegen completion > ~/.local/share/bash-completion/completions/codegen");
        return completion;
    }

    private static void describeExits(CommandLine verb) {
        verb.getSubcommands().values().forEach(Codegen::describeExits);
        verb.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(ExitCode.table());
    }

    /** The version that the jar was built as. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Codegen.class.getPackage().getImplementationVersion();
            return new String[] {"codegen " + (version == null ? "of this source tree" : version)};
        }
    }
}
