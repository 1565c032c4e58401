package dev.yima.embedded.process;

/** A server could not be started or stopped; the message is one sentence for the person who started the service. */
public final class LocalServersException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LocalServersException(String message) {
        super(message);
    }

    public LocalServersException(String message, Throwable cause) {
        super(message, cause);
    }
}
