package dev.yima.codegen;

/** How large a test is: small in every build, and in full under {@code -Pproof}, which says so by a property. */
final class Proof {
    private static final boolean FULL = Boolean.getBoolean("test.full");

    private Proof() {}

    /** Either of two sizes. */
    static int size(int small, int full) {
        return FULL ? full : small;
    }

    /** What dice are thrown with: the same in every build, others in full; {@code -Dtest.seed} repeats any. */
    static long seed(long constant) {
        return Long.getLong("test.seed", FULL ? System.nanoTime() : constant);
    }
}
