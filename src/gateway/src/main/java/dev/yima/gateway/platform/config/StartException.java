package dev.yima.gateway.platform.config;

import java.io.Serial;

/** The service cannot start as it is configured; the message tells the operator what to change. */
public class StartException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Makes one with a sentence for the operator. */
    public StartException(String message) {
        super(message);
    }

    /** Makes one with a sentence for the operator, and the cause. */
    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
