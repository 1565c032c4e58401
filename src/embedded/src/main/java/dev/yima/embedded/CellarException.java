package dev.yima.embedded;

/** A server could not be started or stopped; the message is one sentence for the person who started the service. */
public final class CellarException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CellarException(String message) {
        super(message);
    }

    CellarException(String message, Throwable cause) {
        super(message, cause);
    }
}
