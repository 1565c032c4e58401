package dev.yima.gateway.scanstate;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.ScanHistory;
import dev.yima.gateway.history.ScanHistory.CodeHistory;
import dev.yima.gateway.platform.async.Batcher;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.redis.RedisConnection.AwayException;
import dev.yima.gateway.scanstate.RedisScanState.HistoryMerge;
import dev.yima.gateway.scanstate.ScanState.StateUpdate;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The scan states of codes, in one round trip to Redis: number of scans, first scan, holder of the claim. PostgreSQL
 * adds what Redis does not know yet or has forgotten, and answers alone while Redis is away.
 */
@ApplicationScoped
public class ScanStateCache {
    private static final Logger LOG = Logger.getLogger(ScanStateCache.class);
    private static final int BATCH_MAX = 512;

    private final ScanHistory histories;
    private final Duration window;
    private final Batcher<Lookup, RedisScanState.Entry> lookups;
    private final Batcher<HistoryMerge, Boolean> merges;

    ScanStateCache(RedisScanState redis, ScanHistory histories, Vertx vertx, YimaConfig config) {
        this.histories = histories;
        this.window = config.limits().sameScanWindow();
        this.lookups = new Batcher<>(vertx, BATCH_MAX, config.limits().queueMax(), Batcher.DEADLINE, redis::record);
        this.merges = new Batcher<>(vertx, BATCH_MAX, config.limits().queueMax(), Batcher.DEADLINE, redis::merge);
    }

    /** The effect of a lookup on the stored state. */
    public enum Purpose {
        /** The scan is recorded, and counts unless one of the same person did within the window. */
        RECORD,
        /** The state is read and stays as it is. */
        READ
    }

    /**
     * A request for the state of a code.
     *
     * @param code the code
     * @param member the person who scans, as the code's brand knows them
     * @param at the time of the scan
     * @param purpose whether the scan is recorded
     */
    record Lookup(CodeRef code, UUID member, Instant at, Purpose purpose) {}

    /** Records a scan, or only reads, and returns the code's state. Fails when neither Redis nor PostgreSQL answers. */
    public Uni<ScanState> lookUp(CodeRef code, UUID member, Instant at, Purpose purpose) {
        Lookup lookup = new Lookup(code, member, at, purpose);
        return lookups.submit(lookup)
                .flatMap(entry -> entry.needHistory()
                        ? withHistory(lookup, entry)
                        : Uni.createFrom().item(entry.state()))
                .onFailure(AwayException.class)
                .recoverWithUni(
                        away -> histories.before(code, member, at).map(history -> fromHistory(lookup, history)));
    }

    /**
     * Merges into Redis what a scan has brought to light. Returns at once; a merge that fails is logged and no loss,
     * since PostgreSQL is asked again.
     *
     * @param code the code
     * @param member the person who scanned it
     * @param state the state that the scan was given
     * @param holder the holder of the claim after the scan, null when the scan did not tell
     */
    public void mergeHistory(CodeRef code, UUID member, ScanState state, @Nullable UUID holder) {
        StateUpdate update = state.update();
        UUID claimedBy = holder == null && update != null ? update.history().claimedBy() : holder;
        if (update != null || claimedBy != null) {
            merges.submit(new HistoryMerge(code, member, update, claimedBy))
                    .subscribe()
                    .with(done -> {}, failure -> LOG.debug("PostgreSQL will be asked again", failure));
        }
    }

    private Uni<ScanState> withHistory(Lookup lookup, RedisScanState.Entry entry) {
        return histories
                .before(lookup.code, lookup.member, entry.since())
                .map(history -> merged(lookup, entry, history))
                .onFailure()
                .recoverWithItem(postgresAway -> entry.state());
    }

    private ScanState fromHistory(Lookup lookup, CodeHistory history) {
        boolean counted = lookup.purpose == Purpose.RECORD && !isWithinWindow(lookup, history);
        boolean first = history.firstAt() == null && counted;
        return new ScanState(
                history.counted() + (counted ? 1 : 0),
                first ? lookup.at : history.firstAt(),
                first ? lookup.member : history.firstMember(),
                history.claimedBy(),
                counted,
                lookup.at,
                null);
    }

    private ScanState merged(Lookup lookup, RedisScanState.Entry entry, CodeHistory history) {
        ScanState cached = entry.state();
        boolean older = history.firstAt() != null;
        boolean repeats = cached.counted() && isWithinWindow(lookup, history);
        boolean isNew = lookup.purpose == Purpose.RECORD && (!entry.hasHistory() || repeats);
        @Nullable UUID claimedBy = cached.claimedBy() == null ? history.claimedBy() : cached.claimedBy();
        return new ScanState(
                cached.count() + (entry.hasHistory() ? 0 : history.counted()) - (repeats ? 1 : 0),
                older ? history.firstAt() : cached.firstAt(),
                older ? history.firstMember() : cached.firstMember(),
                claimedBy,
                cached.counted() && !repeats,
                entry.since(),
                isNew ? new StateUpdate(history, repeats) : null);
    }

    private boolean isWithinWindow(Lookup lookup, CodeHistory history) {
        return history.lastOwn() != null && history.lastOwn().plus(window).isAfter(lookup.at);
    }
}
