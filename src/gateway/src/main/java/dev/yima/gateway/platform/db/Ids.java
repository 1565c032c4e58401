package dev.yima.gateway.platform.db;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Makes ids: UUID version 7 (RFC 9562, 5.7), ordered by time, so that indexes grow at one end. */
public final class Ids {
    private static final Pattern UUID_FORM =
            Pattern.compile("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long VERSION = 7L << 12;
    private static final long RANDOM_A = 0xFFFL;
    private static final long VARIANT = 2L << 62;
    private static final long RANDOM_B = -1L >>> 2;

    private Ids() {}

    /** A fresh id. */
    public static UUID next(Clock clock) {
        long high = (clock.millis() << 16) | VERSION | (RANDOM.nextLong() & RANDOM_A);
        return new UUID(high, VARIANT | (RANDOM.nextLong() & RANDOM_B));
    }

    /** Reads an id in its usual form; empty for anything else. */
    public static Optional<UUID> read(String text) {
        return UUID_FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
