package dev.yima.gateway;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something that happens behind an answer, with a limit. */
public final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Eventually() {}

    public static void isTrue(BooleanSupplier condition) {
        isTrue(LIMIT, condition);
    }

    public static void isTrue(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not happen within " + limit);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
