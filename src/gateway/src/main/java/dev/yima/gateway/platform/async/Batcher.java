package dev.yima.gateway.platform.async;

import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Natural batching: items that arrive while one batch is in flight form the next. There is no linger, so a lone item
 * goes at once, and under load the batch grows to the capacity of the store. At most one batch is in flight, and it
 * fails at its deadline, so that a store that hangs does not block the queue; the queue is bounded. Batches run on one
 * event loop; each answer is delivered on the Vert.x context of its submitter.
 *
 * @param <I> an item
 * @param <O> the answer to an item
 */
public final class Batcher<I, O> {
    /** The deadline of a batch that writes. */
    public static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final Duration IDLE_CHECK = Duration.ofMillis(10);

    private final int rowsMax;
    private final int queueMax;
    private final Duration deadline;
    private final Function<List<I>, Uni<List<O>>> work;
    private final Context eventLoop;
    private final Queue<Entry<I, O>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean busy = new AtomicBoolean();

    /**
     * Makes a batcher.
     *
     * @param vertx the source of its event loop
     * @param rowsMax the largest batch, in items
     * @param queueMax the most items that wait; one more fails with {@link ProblemType#OVERLOADED}
     * @param deadline the longest time that a batch may take; it fails with a TimeoutException then
     * @param work answers a batch: one answer per item, in their order
     */
    public Batcher(Vertx vertx, int rowsMax, int queueMax, Duration deadline, Function<List<I>, Uni<List<O>>> work) {
        this.rowsMax = rowsMax;
        this.queueMax = queueMax;
        this.deadline = deadline;
        this.work = work;
        this.eventLoop = vertx.getOrCreateContext();
    }

    /** Queues an item and returns its answer. Fails with its whole batch, or when the queue is full. */
    public Uni<O> submit(I item) {
        return Uni.createFrom().emitter(emitter -> enqueue(new Entry<>(item, emitter, Vertx.currentContext())));
    }

    /** The number of items that wait for their batch. */
    public int waiting() {
        return waiting.get();
    }

    /** Completes when no item is waiting or in flight. */
    public Uni<Void> idle() {
        return Uni.createFrom()
                .item(() -> queue.isEmpty() && !busy.get())
                .flatMap(idle -> idle
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom()
                                .voidItem()
                                .onItem()
                                .delayIt()
                                .by(IDLE_CHECK)
                                .flatMap(later -> idle()));
    }

    private void enqueue(Entry<I, O> entry) {
        if (waiting.incrementAndGet() > queueMax) {
            waiting.decrementAndGet();
            entry.emitter.fail(new Problem(ProblemType.OVERLOADED));
            return;
        }
        queue.add(entry);
        if (!busy.get()) {
            eventLoop.runOnContext(ignored -> startBatch());
        }
    }

    private void startBatch() {
        if (queue.isEmpty() || !busy.compareAndSet(false, true)) {
            return;
        }
        List<Entry<I, O>> batch = new ArrayList<>();
        List<I> items = new ArrayList<>();
        Entry<I, O> next;
        while (items.size() < rowsMax && (next = queue.poll()) != null) {
            batch.add(next);
            items.add(next.item);
        }
        waiting.addAndGet(-items.size());
        run(items).subscribe().with(answers -> finish(batch, answers), failure -> finish(batch, failure));
    }

    private Uni<List<O>> run(List<I> items) {
        // Memoized, so that a deadline that passes does not cancel a transaction half way.
        return Uni.createFrom()
                .deferred(() -> work.apply(items))
                .memoize()
                .indefinitely()
                .ifNoItem()
                .after(deadline)
                .fail()
                .invoke(answers -> {
                    if (answers.size() != items.size()) {
                        throw new IllegalStateException(
                                "must answer each item: items=" + items.size() + " answers=" + answers.size());
                    }
                });
    }

    /** Starts the next batch before it delivers the answers, so that the store is not idle meanwhile. */
    private void finish(List<Entry<I, O>> batch, List<O> answers) {
        busy.set(false);
        if (Vertx.currentContext() == eventLoop) {
            startBatch();
        } else {
            eventLoop.runOnContext(ignored -> startBatch());
        }
        for (int i = 0; i < batch.size(); i++) {
            O answer = answers.get(i);
            UniEmitter<? super O> emitter = batch.get(i).emitter;
            batch.get(i).onSubmittersContext(() -> emitter.complete(answer));
        }
    }

    private void finish(List<Entry<I, O>> batch, Throwable failure) {
        busy.set(false);
        eventLoop.runOnContext(ignored -> startBatch());
        batch.forEach(entry -> entry.onSubmittersContext(() -> entry.emitter.fail(failure)));
    }

    private record Entry<I, O>(
            I item, UniEmitter<? super O> emitter, @Nullable Context context) {
        void onSubmittersContext(Runnable answer) {
            if (context == null) {
                answer.run();
            } else {
                context.runOnContext(ignored -> answer.run());
            }
        }
    }
}
