package dev.yima.codegen.terminal;

import java.io.Closeable;

/** A message that is printed if, and only if, the command is interrupted. */
public final class InterruptMessage implements Closeable {
    private final Thread hook;

    private InterruptMessage(Thread hook) {
        this.hook = hook;
    }

    /** Says the line if the process is stopped before the note is closed. */
    public static InterruptMessage of(Terminal terminal, String line) {
        Thread hook = new Thread(() -> terminal.err().println("codegen: stopped; " + SafeText.of(line)), "stop-note");
        Runtime.getRuntime().addShutdownHook(hook);
        return new InterruptMessage(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is stopping, and the line has been said.
            return;
        }
    }
}
