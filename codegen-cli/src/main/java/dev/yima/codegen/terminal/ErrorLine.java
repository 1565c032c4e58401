package dev.yima.codegen.terminal;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says what went wrong in one line, without a stack trace, and picks the exit code. */
public final class ErrorLine implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final int LENGTH_MAX = 4 * SafeText.LENGTH_MAX;

    @Override
    public int handleExecutionException(Exception fault, CommandLine verb, @Nullable ParseResult parsed) {
        if (fault instanceof CommandFailed failed) {
            tell(verb, failed.line());
            if (failed.exitCode() == ExitCode.USAGE) {
                pointToHelp(verb);
            }
            return failed.exitCode().code();
        }
        tell(verb, "a fault in codegen itself, please report it: " + where(fault));
        return ExitCode.FAILED.code();
    }

    @Override
    public int handleParseException(ParameterException fault, String[] arguments) {
        CommandLine verb = fault.getCommandLine();
        tell(verb, String.valueOf(fault.getMessage()));
        pointToHelp(verb);
        return ExitCode.USAGE.code();
    }

    private static void tell(CommandLine verb, String line) {
        verb.getOut().flush();
        verb.getErr().println("codegen: " + SafeText.revealed(line, LENGTH_MAX));
    }

    private static void pointToHelp(CommandLine verb) {
        PrintWriter err = verb.getErr();
        err.println("Try '" + verb.getCommandSpec().qualifiedName() + " --help'.");
    }

    /** The kind of the fault and the line it came from, but not its message, which could carry anything. */
    private static String where(Exception fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        return fault.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
