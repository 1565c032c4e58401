package dev.yima.bench;

/** How large a test is: small in every build, and in full under {@code -Pproof}, which says so by a property. */
public final class Proof {
    private static final boolean FULL = Boolean.getBoolean("test.full");

    private Proof() {}

    /** Either of two sizes. */
    public static int size(int small, int full) {
        return FULL ? full : small;
    }
}
