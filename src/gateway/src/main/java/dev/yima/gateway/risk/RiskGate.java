package dev.yima.gateway.risk;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.ScanHistory;
import dev.yima.gateway.history.ScanHistory.Past;
import dev.yima.gateway.platform.Batcher;
import dev.yima.gateway.platform.RedisLink.AwayException;
import dev.yima.gateway.platform.YimaConfig;
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
public class RiskGate {
    private static final Logger LOG = Logger.getLogger(RiskGate.class);
    private static final int BATCH_MAX = 512;
    private static final Duration HISTORY_WITHIN = Duration.ofSeconds(1);

    private final GateKeeper keeper;
    private final ScanHistory history;
    private final Duration window;
    private final Batcher<Question, GateKeeper.State> batcher;

    RiskGate(GateKeeper keeper, ScanHistory history, Vertx vertx, YimaConfig config) {
        this.keeper = keeper;
        this.history = history;
        this.window = config.limits().sameScanWindow();
        this.batcher = new Batcher<>(vertx, BATCH_MAX, config.limits().queueMax(), keeper::see);
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
    public Uni<Sighting> see(CodeRef code, UUID member, Instant at, Purpose purpose) {
        Question question = new Question(code, member, at, purpose);
        return batcher.submit(question)
                .flatMap(state -> state.asksHistory()
                        ? withPast(question, state)
                        : Uni.createFrom().item(state.sighting()))
                .onFailure(AwayException.class)
                .recoverWithUni(away -> history.before(code, member, at).map(past -> fromPast(question, past)));
    }

    /** Tells the gate that a code is taken, once the claim is durable. */
    public void taken(CodeRef code, UUID member) {
        keeper.taken(code, member)
                .subscribe()
                .with(done -> {}, failure -> LOG.debug("the gate will learn of a claim from PostgreSQL", failure));
    }

    private Uni<Sighting> withPast(Question question, GateKeeper.State state) {
        return history.before(question.code, question.member, state.since())
                .ifNoItem()
                .after(HISTORY_WITHIN)
                .fail()
                .map(past -> {
                    boolean repeats = state.sighting().counted() && isWithinWindow(question, past);
                    if (question.purpose == Purpose.RECORD) {
                        remember(question, past, state, repeats);
                    }
                    return merge(state, past, repeats);
                })
                .onFailure()
                .recoverWithItem(postgresAway -> state.sighting());
    }

    private void remember(Question question, Past past, GateKeeper.State state, boolean repeats) {
        if (!state.knowsPast() || repeats) {
            tell(question, past, repeats);
        }
    }

    private void tell(Question question, Past past, boolean repeats) {
        keeper.recall(question, past, repeats)
                .subscribe()
                .with(done -> {}, failure -> LOG.debug("the gate will ask PostgreSQL again", failure));
    }

    private Sighting fromPast(Question question, Past past) {
        boolean counted = question.purpose == Purpose.RECORD && !isWithinWindow(question, past);
        boolean first = past.firstAt() == null && counted;
        return new Sighting(
                past.counted() + (counted ? 1 : 0),
                first ? question.at : past.firstAt(),
                first ? question.member : past.firstMember(),
                past.claimedBy(),
                counted);
    }

    private static Sighting merge(GateKeeper.State state, Past past, boolean repeats) {
        Sighting gate = state.sighting();
        boolean older = past.firstAt() != null;
        @Nullable UUID claimedBy = gate.claimedBy() == null ? past.claimedBy() : gate.claimedBy();
        return new Sighting(
                gate.count() + (state.knowsPast() ? 0 : past.counted()) - (repeats ? 1 : 0),
                older ? past.firstAt() : gate.firstAt(),
                older ? past.firstMember() : gate.firstMember(),
                claimedBy,
                gate.counted() && !repeats);
    }

    private boolean isWithinWindow(Question question, Past past) {
        return past.lastMine() != null && past.lastMine().plus(window).isAfter(question.at);
    }
}
