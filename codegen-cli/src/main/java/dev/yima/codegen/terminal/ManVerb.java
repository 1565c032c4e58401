package dev.yima.codegen.terminal;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code codegen man}: the manual, as {@code man} reads it. */
@Command(
        name = "man",
        mixinStandardHelpOptions = true,
        header = "Print the manual page of all verbs.",
        footerHeading = "%nExamples:%n",
        footer = {"  codegen man > codegen.1; man -l codegen.1"})
public final class ManVerb implements Callable<Integer> {
    private final OutputOptions output;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Makes the verb with the surroundings of the command. */
    public ManVerb(OutputOptions output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        CommandLine all = spec.parent().commandLine();
        StringBuilder page = new StringBuilder(".TH CODEGEN 1\n.SH NAME\ncodegen \\- ")
                .append(escaped(
                        String.join(" ", all.getCommandSpec().usageMessage().header())))
                .append("\n");
        section(page, "SYNOPSIS", all);
        all.getSubcommands().forEach((name, verb) -> section(page, "codegen " + name, verb));
        output.line(page);
        return 0;
    }

    private static void section(StringBuilder page, String title, CommandLine verb) {
        page.append(".SH ").append(escaped(title)).append("\n.nf\n");
        verb.getUsageMessage(Ansi.OFF)
                .lines()
                .map(ManVerb::escaped)
                .forEach(line -> page.append(line).append("\n"));
        page.append(".fi\n");
    }

    /** A backslash, a dash, and a dot or quote that begins a line mean something else to man. */
    private static String escaped(String line) {
        String plain = line.replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
