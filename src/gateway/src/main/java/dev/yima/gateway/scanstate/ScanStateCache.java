package dev.yima.gateway.scanstate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.yima.gateway.history.ClaimHolders;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.ScanHistory;
import dev.yima.gateway.history.ScanHistory.CodeHistory;
import dev.yima.gateway.platform.async.Batcher;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.scanstate.RedisScanState.Entry;
import dev.yima.gateway.scanstate.RedisScanState.HistoryMerge;
import dev.yima.gateway.scanstate.ScanState.StateUpdate;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The scan states of codes, in one round trip to Redis: number of scans, first scan, holder of the claim. PostgreSQL
 * adds what Redis does not know yet or has forgotten, and answers alone while Redis is away.
 *
 * <p>Nobody is refused on the word of Redis alone: a holder of a claim whom it names is confirmed by PostgreSQL, at
 * most every {@code CONFIRMED_FOR} for a code. One whom PostgreSQL does not know, as after a failover that lost the
 * last commits, is removed from Redis and counted.
 */
@ApplicationScoped
public class ScanStateCache {
    private static final Logger LOG = Logger.getLogger(ScanStateCache.class);
    private static final int BATCH_MAX = 512;
    private static final Duration CONFIRMED_FOR = Duration.ofSeconds(2);
    private static final int CONFIRMED_MAX = 100_000;

    private final ScanHistory histories;
    private final ClaimHolders holders;
    private final Duration window;
    private final Batcher<Lookup, Optional<Entry>> lookups;
    private final Batcher<HistoryMerge, Boolean> merges;
    private final Counter contradictions;
    private final Cache<CodeRef, UUID> confirmed = Caffeine.newBuilder()
            .maximumSize(CONFIRMED_MAX)
            .expireAfterWrite(CONFIRMED_FOR)
            .build();

    ScanStateCache(
            RedisScanState redis,
            ScanHistory histories,
            ClaimHolders holders,
            Vertx vertx,
            YimaConfig config,
            MeterRegistry meters) {
        this.histories = histories;
        this.holders = holders;
        this.window = config.limits().sameScanWindow();
        this.lookups = new Batcher<>(vertx, BATCH_MAX, config.limits().queueMax(), Batcher.DEADLINE, redis::record);
        this.merges = new Batcher<>(vertx, BATCH_MAX, config.limits().queueMax(), Batcher.DEADLINE, redis::merge);
        this.contradictions = Counter.builder("yima.scanstate.contradictions")
                .description("Holders of claims whom Redis named and PostgreSQL did not know")
                .register(meters);
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
                .flatMap(entry -> entry.isPresent() ? completed(lookup, entry.get()) : fromPostgres(lookup));
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
        if (holder != null) {
            confirmed.put(code, holder);
        }
        if (update != null || claimedBy != null) {
            merge(new HistoryMerge(code, member, update, claimedBy, null));
        }
    }

    private void merge(HistoryMerge merge) {
        merges.submit(merge)
                .subscribe()
                .with(done -> {}, failure -> LOG.debug("PostgreSQL will be asked again", failure));
    }

    private Uni<ScanState> completed(Lookup lookup, Entry entry) {
        if (entry.needHistory()) {
            return withHistory(lookup, entry);
        }
        ScanState state = entry.state();
        UUID named = state.claimedBy();
        if (named == null || named.equals(confirmed.getIfPresent(lookup.code))) {
            return Uni.createFrom().item(state.confirmed(named));
        }
        return holders.of(lookup.code)
                .map(holder -> state.confirmed(truth(lookup, named, holder.orElse(null))))
                .onFailure()
                .recoverWithItem(postgresAway -> state);
    }

    /** The holder as PostgreSQL has it; another one in Redis is removed there. */
    private @Nullable UUID truth(Lookup lookup, @Nullable UUID named, @Nullable UUID holder) {
        if (holder != null) {
            confirmed.put(lookup.code, holder);
        }
        if (named != null && !named.equals(holder)) {
            contradictions.increment();
            merge(new HistoryMerge(lookup.code, lookup.member, null, holder, named));
        }
        return holder;
    }

    private Uni<ScanState> fromPostgres(Lookup lookup) {
        return histories.before(lookup.code, lookup.member, lookup.at).map(history -> fromHistory(lookup, history));
    }

    private Uni<ScanState> withHistory(Lookup lookup, Entry entry) {
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
                true,
                counted,
                lookup.at,
                null);
    }

    private ScanState merged(Lookup lookup, Entry entry, CodeHistory history) {
        ScanState cached = entry.state();
        boolean older = history.firstAt() != null;
        boolean repeats = cached.counted() && isWithinWindow(lookup, history);
        boolean isNew = lookup.purpose == Purpose.RECORD && (!entry.hasHistory() || repeats);
        return new ScanState(
                cached.count() + (entry.hasHistory() ? 0 : history.counted()) - (repeats ? 1 : 0),
                older ? history.firstAt() : cached.firstAt(),
                older ? history.firstMember() : cached.firstMember(),
                truth(lookup, cached.claimedBy(), history.claimedBy()),
                true,
                cached.counted() && !repeats,
                entry.since(),
                isNew ? new StateUpdate(history, repeats) : null);
    }

    private boolean isWithinWindow(Lookup lookup, CodeHistory history) {
        return history.lastOwn() != null && history.lastOwn().plus(window).isAfter(lookup.at);
    }
}
