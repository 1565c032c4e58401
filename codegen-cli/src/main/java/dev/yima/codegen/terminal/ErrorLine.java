package dev.yima.codegen.terminal;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

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
        tell(verb, fault instanceof UnmatchedArgumentException unmatched ? unknownWord(unmatched) : message(fault));
        pointToHelp(verb);
        return ExitCode.USAGE.code();
    }

    private static String message(ParameterException fault) {
        return String.valueOf(fault.getMessage());
    }

    /** A word that is no verb, or no option of its verb, with the one that was most likely meant. */
    private static String unknownWord(UnmatchedArgumentException fault) {
        CommandLine verb = fault.getCommandLine();
        String word = fault.getUnmatched().get(0);
        if (word.startsWith("-")) {
            Set<String> options = verb.getCommandSpec().optionsMap().keySet();
            return message(fault) + meant(NearestWord.of(word.replaceFirst("=.*", ""), options));
        }
        Set<String> verbs = verb.getSubcommands().keySet();
        return verbs.isEmpty() ? message(fault) : "there is no verb " + word + meant(NearestWord.of(word, verbs));
    }

    private static String meant(Optional<String> nearest) {
        return nearest.map(word -> ": did you mean " + word + "?").orElse("");
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
