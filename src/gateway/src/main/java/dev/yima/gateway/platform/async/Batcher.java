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
 * Natural batching: what arrives while one batch is under way goes together in the next. There is no linger, so a lone
 * request waits for nobody, and under load the batch grows to what the store can take. At most one batch is in flight,
 * and it fails when it takes too long, so that a store that hangs does not hold up those who wait; the queue is
 * bounded. The work runs on one event loop; each answer is given on the asker's context.
 *
 * @param <I> what is asked
 * @param <O> what is answered
 */
public final class Batcher<I, O> {
    /** How long a batch that writes may take. */
    public static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final Duration IDLE_CHECK = Duration.ofMillis(10);

    private final int rowsMax;
    private final int queueMax;
    private final Duration deadline;
    private final Function<List<I>, Uni<List<O>>> work;
    private final Context lane;
    private final Queue<Waiting<I, O>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean busy = new AtomicBoolean();

    /**
     * Makes a batcher.
     *
     * @param vertx where its event loop comes from
     * @param rowsMax the largest batch
     * @param queueMax how many may wait; one more is refused with {@link ProblemType#OVERLOADED}
     * @param deadline how long a batch may take
     * @param work answers a batch: one answer per question, in their order
     */
    public Batcher(Vertx vertx, int rowsMax, int queueMax, Duration deadline, Function<List<I>, Uni<List<O>>> work) {
        this.rowsMax = rowsMax;
        this.queueMax = queueMax;
        this.deadline = deadline;
        this.work = work;
        this.lane = vertx.getOrCreateContext();
    }

    /** Asks a question; the answer comes with its batch. */
    public Uni<O> submit(I item) {
        return Uni.createFrom().emitter(emitter -> enqueue(new Waiting<>(item, emitter, Vertx.currentContext())));
    }

    /** How many are waiting for their batch. */
    public int waiting() {
        return waiting.get();
    }

    /** Completes when nothing is waiting or under way. */
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

    private void enqueue(Waiting<I, O> entry) {
        if (waiting.incrementAndGet() > queueMax) {
            waiting.decrementAndGet();
            entry.emitter.fail(new Problem(ProblemType.OVERLOADED));
            return;
        }
        queue.add(entry);
        if (!busy.get()) {
            lane.runOnContext(ignored -> pump());
        }
    }

    private void pump() {
        if (queue.isEmpty() || !busy.compareAndSet(false, true)) {
            return;
        }
        List<Waiting<I, O>> batch = new ArrayList<>();
        List<I> items = new ArrayList<>();
        Waiting<I, O> next;
        while (items.size() < rowsMax && (next = queue.poll()) != null) {
            batch.add(next);
            items.add(next.item);
        }
        waiting.addAndGet(-items.size());
        attempt(items).subscribe().with(answers -> finish(batch, answers), failure -> finish(batch, failure));
    }

    private Uni<List<O>> attempt(List<I> items) {
        // Remembering the answer keeps a deadline that passes from cancelling a transaction half way.
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
                                "must answer each question: asked=" + items.size() + " answered=" + answers.size());
                    }
                });
    }

    /** The next batch goes on its way before the answers do, so that the store does not wait for them. */
    private void finish(List<Waiting<I, O>> batch, List<O> answers) {
        busy.set(false);
        if (Vertx.currentContext() == lane) {
            pump();
        } else {
            lane.runOnContext(ignored -> pump());
        }
        for (int i = 0; i < batch.size(); i++) {
            O answer = answers.get(i);
            UniEmitter<? super O> emitter = batch.get(i).emitter;
            batch.get(i).onItsContext(() -> emitter.complete(answer));
        }
    }

    private void finish(List<Waiting<I, O>> batch, Throwable failure) {
        busy.set(false);
        lane.runOnContext(ignored -> pump());
        batch.forEach(entry -> entry.onItsContext(() -> entry.emitter.fail(failure)));
    }

    private record Waiting<I, O>(
            I item, UniEmitter<? super O> emitter, @Nullable Context context) {
        void onItsContext(Runnable answer) {
            if (context == null) {
                answer.run();
            } else {
                context.runOnContext(ignored -> answer.run());
            }
        }
    }
}
