package dev.yima.gateway.platform.async;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;

/** A deadline of work that must not be cancelled half way, such as a transaction. */
public final class Deadline {
    private Deadline() {}

    /** Starts work and waits for its outcome; fails with a TimeoutException at the deadline, and the work goes on. */
    public static <T> Uni<T> of(Supplier<Uni<T>> work, Duration within) {
        return Uni.createFrom()
                .deferred(work::get)
                .memoize()
                .indefinitely()
                .ifNoItem()
                .after(within)
                .fail();
    }
}
