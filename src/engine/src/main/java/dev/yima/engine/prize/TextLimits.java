package dev.yima.engine.prize;

/** Bounds of numbers. */
final class TextLimits {
    private TextLimits() {}

    /**
     * Fails when a value is below zero or too large.
     *
     * @throws IllegalArgumentException names the value
     */
    static void mustBeWithin(String name, long value, long max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException("must be 0 to " + max + ": " + name + "=" + value);
        }
    }
}
