package dev.yima.codegen.terminal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Ends a command: one line for a person and an exit code for the shell. */
public final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final String line;
    private final boolean mayHaveChangedSomething;

    private CommandFailed(ExitCode exitCode, String line) {
        this(exitCode, line, false);
    }

    private CommandFailed(ExitCode exitCode, String line, boolean mayHaveChangedSomething) {
        super(line, null, false, false);
        this.exitCode = exitCode;
        this.line = line;
        this.mayHaveChangedSomething = mayHaveChangedSomething;
    }

    /** The command could not be done. */
    public static CommandFailed failed(String line) {
        return new CommandFailed(ExitCode.FAILED, line);
    }

    /** The command line was wrong. */
    public static CommandFailed usage(String line) {
        return new CommandFailed(ExitCode.USAGE, line);
    }

    /** The server answered no. */
    public static CommandFailed refused(String line) {
        return new CommandFailed(ExitCode.SERVER_REFUSED, line);
    }

    /** Reading or writing failed, for example {@code cannot read codes.csv: no such file}. */
    public static CommandFailed io(String cannot, IOException cause) {
        return failed(cannot + ": " + reason(cause));
    }

    /** The same failure, with more to say. */
    public CommandFailed alsoSaying(String more) {
        return new CommandFailed(exitCode, line + "; " + more, mayHaveChangedSomething);
    }

    /** The same failure, of a request that the server may have fulfilled all the same. */
    public CommandFailed unsettled() {
        return new CommandFailed(exitCode, line, true);
    }

    /** Whether a request was sent and nobody knows what came of it. */
    public boolean mayHaveChangedSomething() {
        return mayHaveChangedSomething;
    }

    /** Which code the process ends with. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** The message for the person. */
    public String line() {
        return line;
    }

    /** The reason of a failed input or output, in words. */
    public static String reason(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof FileAlreadyExistsException) {
            return "it exists already";
        }
        String reason = cause instanceof FileSystemException fault ? fault.getReason() : cause.getMessage();
        return reason == null ? cause.getClass().getSimpleName() : reason;
    }
}
