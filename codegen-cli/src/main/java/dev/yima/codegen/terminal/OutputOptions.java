package dev.yima.codegen.terminal;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The option that every verb shares for its results: text for people, JSON for machines. */
public final class OutputOptions {
    private final Terminal terminal;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            defaultValue = "TEXT",
            scope = ScopeType.INHERIT,
            description = "Results as text for people or JSON for machines (default: text).")
    private Form form = Form.TEXT;

    /** The forms of a result. */
    public enum Form {
        /** Lines for people. */
        TEXT,
        /** One JSON document. */
        JSON
    }

    /** Results go to the terminal's {@code out}. */
    public OutputOptions(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The form that was asked for. */
    public Form form() {
        return form;
    }

    /** Prints the result in the form that was asked for. */
    public void print(CharSequence text, Object json) {
        line(form == Form.JSON ? json.toString() : text);
    }

    /** Prints one line of a result. */
    public void line(CharSequence line) {
        terminal.out().println(line);
    }

    /**
     * Makes sure that the results have left the process.
     *
     * @throws CommandFailed when they could not be written
     */
    public void flush() {
        if (terminal.out().checkError()) {
            throw CommandFailed.failed("cannot write the results to stdout");
        }
    }
}
