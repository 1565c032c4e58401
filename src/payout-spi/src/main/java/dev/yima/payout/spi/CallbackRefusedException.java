package dev.yima.payout.spi;

/** Thrown when a notification is not the provider's own, or cannot be read. */
public class CallbackRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message the check that failed
     */
    public CallbackRefusedException(String message) {
        super(message);
    }
}
