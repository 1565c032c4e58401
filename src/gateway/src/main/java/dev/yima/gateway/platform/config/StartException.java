package dev.yima.gateway.platform.config;

import java.io.Serial;

/** A configuration with which the service cannot start; the message tells the operator what to change. */
public class StartException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** An exception with a sentence for the operator. */
    public StartException(String message) {
        super(message);
    }

    /** An exception with a sentence for the operator, and the cause. */
    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
