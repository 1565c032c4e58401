package dev.yima.codegen.terminal;

import java.util.LinkedHashMap;
import java.util.Map;

/** The exit code of the process. */
public enum ExitCode {
    /** The command did what it was asked. */
    DONE(0, "done"),
    /** The command could not do it: a file, the disk, the network, or a rule of this program. */
    FAILED(1, "refused or failed"),
    /** The command line was wrong; nothing was asked of anyone. */
    USAGE(2, "wrong usage"),
    /** The server answered, and the answer was no. */
    SERVER_REFUSED(3, "the server refused");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The number that the shell sees. */
    public int code() {
        return code;
    }

    /** All of them, as the help shows them. */
    public static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        for (ExitCode exitCode : values()) {
            table.put(Integer.toString(exitCode.code), exitCode.meaning);
        }
        return table;
    }
}
