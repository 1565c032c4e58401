package dev.yima.gateway.scanstate;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.ScanHistory;
import dev.yima.gateway.history.ScanHistory.Past;
import dev.yima.gateway.platform.async.Batcher;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.redis.RedisConnection.AwayException;
import dev.yima.gateway.scanstate.RedisScanState.Lesson;
import dev.yima.gateway.scanstate.ScanState.News;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Knows, for one round trip to Redis, whether a code was seen and by whom, and whether it is taken. What Redis does not
 * know yet, or has forgotten, PostgreSQL is asked; while Redis is away, it is asked everything.
 */
@ApplicationScoped
public class ScanStateCache {
    private static final Logger LOG = Logger.getLogger(ScanStateCache.class);
    private static final int BATCH_MAX = 512;

    private final ScanHistory history;
    private final Duration window;
    private final Batcher<Question, RedisScanState.State> batcher;
    private final Batcher<Lesson, Boolean> lessons;

    ScanStateCache(RedisScanState keeper, ScanHistory history, Vertx vertx, YimaConfig config) {
        this.history = history;
        this.window = config.limits().sameScanWindow();
        this.batcher = new Batcher<>(vertx, BATCH_MAX, config.limits().queueMax(), Batcher.DEADLINE, keeper::see);
        this.lessons = new Batcher<>(vertx, BATCH_MAX, config.limits().queueMax(), Batcher.DEADLINE, keeper::learn);
    }

    /** What is done with the question. */
    public enum Purpose {
        /** The scan is recorded, and counts unless the same person's did a moment ago. */
        RECORD,
        /** Nothing is. */
        ASK
    }

    /**
     * A scan, or a question about one.
     *
     * @param code which code
     * @param member who is asking
     * @param at when
     * @param purpose whether it is recorded
     */
    record Question(CodeRef code, UUID member, Instant at, Purpose purpose) {}

    /** Sees a scan. Fails only when neither Redis nor PostgreSQL answers. */
    public Uni<ScanState> see(CodeRef code, UUID member, Instant at, Purpose purpose) {
        Question question = new Question(code, member, at, purpose);
        return batcher.submit(question)
                .flatMap(state -> state.asksHistory()
                        ? withPast(question, state)
                        : Uni.createFrom().item(state.sighting()))
                .onFailure(AwayException.class)
                .recoverWithUni(away -> history.before(code, member, at).map(past -> fromPast(question, past)));
    }

    /**
     * Tells the gate what a scan has brought to light, behind the answer. Nothing is lost when it does not hear: it
     * asks PostgreSQL again.
     *
     * @param code which code
     * @param member who scanned it
     * @param seen what was seen
     * @param holder who holds the claim now, null when the scan did not tell
     */
    public void learn(CodeRef code, UUID member, ScanState seen, @Nullable UUID holder) {
        UUID holds = holder == null && seen.news() != null ? seen.news().past().claimedBy() : holder;
        if (seen.news() != null || holds != null) {
            lessons.submit(new Lesson(code, member, seen.news(), holds))
                    .subscribe()
                    .with(done -> {}, failure -> LOG.debug("the gate will ask PostgreSQL again", failure));
        }
    }

    private Uni<ScanState> withPast(Question question, RedisScanState.State state) {
        return history.before(question.code, question.member, state.since())
                .map(past -> merge(question, state, past))
                .onFailure()
                .recoverWithItem(postgresAway -> state.sighting());
    }

    private ScanState fromPast(Question question, Past past) {
        boolean counted = question.purpose == Purpose.RECORD && !isWithinWindow(question, past);
        boolean first = past.firstAt() == null && counted;
        return new ScanState(
                past.counted() + (counted ? 1 : 0),
                first ? question.at : past.firstAt(),
                first ? question.member : past.firstMember(),
                past.claimedBy(),
                counted,
                null);
    }

    private ScanState merge(Question question, RedisScanState.State state, Past past) {
        ScanState gate = state.sighting();
        boolean older = past.firstAt() != null;
        boolean repeats = gate.counted() && isWithinWindow(question, past);
        boolean isNew = question.purpose == Purpose.RECORD && (!state.knowsPast() || repeats);
        @Nullable UUID claimedBy = gate.claimedBy() == null ? past.claimedBy() : gate.claimedBy();
        return new ScanState(
                gate.count() + (state.knowsPast() ? 0 : past.counted()) - (repeats ? 1 : 0),
                older ? past.firstAt() : gate.firstAt(),
                older ? past.firstMember() : gate.firstMember(),
                claimedBy,
                gate.counted() && !repeats,
                isNew ? new News(past, repeats) : null);
    }

    private boolean isWithinWindow(Question question, Past past) {
        return past.lastMine() != null && past.lastMine().plus(window).isAfter(question.at);
    }
}
