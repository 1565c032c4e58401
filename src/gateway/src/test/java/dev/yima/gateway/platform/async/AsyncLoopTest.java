package dev.yima.gateway.platform.async;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class AsyncLoopTest {
    private static final int MANY = 100_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void aLongBacklogIsNoDeepStack() {
        assertEquals(MANY, steps(more -> Uni.createFrom().item(more)));
        // A thread of its own: on two cores the default executor starts another for each step.
        ExecutorService elsewhere = Executors.newSingleThreadExecutor();
        try {
            assertEquals(
                    MANY,
                    steps(more -> Uni.createFrom()
                            .completionStage(() -> CompletableFuture.supplyAsync(() -> more, elsewhere))));
        } finally {
            elsewhere.shutdownNow();
        }
    }

    private static int steps(Function<Boolean, Uni<Boolean>> answer) {
        AtomicInteger steps = new AtomicInteger();
        AsyncLoop.whilst(() -> answer.apply(steps.incrementAndGet() < MANY))
                .await()
                .atMost(PATIENCE);
        return steps.get();
    }

    @Test
    void aFailureEndsIt() {
        AtomicInteger steps = new AtomicInteger();
        Uni<Void> repeated = AsyncLoop.whilst(() -> steps.incrementAndGet() < 3
                ? Uni.createFrom().item(true)
                : Uni.createFrom().failure(new IllegalStateException("the third")));
        assertThrows(IllegalStateException.class, () -> repeated.await().atMost(PATIENCE));
        assertEquals(3, steps.get());
    }
}
