package dev.yima.codegen;

import dev.yima.codegen.age.KeygenVerb;
import dev.yima.codegen.check.CheckVerb;
import dev.yima.codegen.draw.VerifyDrawVerb;
import dev.yima.codegen.lot.ActivateVerb;
import dev.yima.codegen.lot.AssignVerb;
import dev.yima.codegen.lot.CustodyVerb;
import dev.yima.codegen.lot.FreezeVerb;
import dev.yima.codegen.lot.InspectVerb;
import dev.yima.codegen.lot.LotsVerb;
import dev.yima.codegen.lot.PackVerb;
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
import dev.yima.codegen.terminal.Terminal;
import dev.yima.codegen.verify.VerifyVerb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.PropertiesDefaultProvider;
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
            "Options that are always the same can stand in $$YIMA_HOME/codegen.properties: url=https://…, or for one",
            "verb codegen.print.dpi=600."
        })
public final class Codegen implements Callable<Integer> {
    private static final String DEFAULTS = "codegen.properties";

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
                .addSubcommand(new CheckVerb(connection, output))
                .addSubcommand(new AssignVerb(connection, output))
                .addSubcommand(new WasteVerb(terminal, connection, output))
                .addSubcommand(new PackVerb(terminal, connection, output))
                .addSubcommand(new CustodyVerb(connection, output))
                .addSubcommand(new ActivateVerb(connection, output))
                .addSubcommand(new FreezeVerb(connection, output))
                .addSubcommand(new UnfreezeVerb(connection, output))
                .addSubcommand(new VoidVerb(connection, output))
                .addSubcommand(new InspectVerb(connection, output))
                .addSubcommand(new LotsVerb(connection, output))
                .addSubcommand(new VerifyDrawVerb(connection, output))
                .addSubcommand("completion", new AutoComplete.GenerateCompletion())
                .addSubcommand(new ManVerb(output))
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(parsed -> execute(parsed, output))
                .setExecutionExceptionHandler(errorLine)
                .setParameterExceptionHandler(errorLine);
        defaults(terminal).ifPresent(commandLine::setDefaultValueProvider);
        describeExits(commandLine);
        commandLine.getSubcommands().values().forEach(Codegen::describeExits);
        return commandLine;
    }

    @Override
    public Integer call() {
        throw CommandFailed.usage("must name a verb");
    }

    /** Options that {@code $YIMA_HOME/codegen.properties} gives, such as {@code url} or {@code codegen.print.dpi}. */
    private static Optional<IDefaultValueProvider> defaults(Terminal terminal) {
        Path file = ConnectionOptions.home(terminal).resolve(DEFAULTS);
        return Files.isRegularFile(file) ? Optional.of(new PropertiesDefaultProvider(file.toFile())) : Optional.empty();
    }

    private static int execute(ParseResult parsed, OutputOptions output) {
        int exitCode = new RunLast().execute(parsed);
        try {
            output.flush();
        } catch (CommandFailed e) {
            throw new ExecutionException(parsed.commandSpec().commandLine(), e.line(), e);
        }
        return exitCode;
    }

    private static void describeExits(CommandLine verb) {
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
