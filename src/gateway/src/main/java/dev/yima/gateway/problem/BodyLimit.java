package dev.yima.gateway.problem;

/** The largest body of a request, in bytes, whoever reads it. */
public final class BodyLimit {
    /** That of every call but one. */
    static final int BYTES_MAX = 65_536;

    /** The path with a larger limit: devices that were offline for a day send a thousand movements at once. */
    private static final String MOVEMENTS = "/api/v1/movements";

    private static final int MOVEMENTS_BYTES_MAX = 4 * BYTES_MAX;

    private BodyLimit() {}

    /** The limit of a path. */
    public static int of(String path) {
        return MOVEMENTS.equals(path) ? MOVEMENTS_BYTES_MAX : BYTES_MAX;
    }
}
