package dev.yima.gateway.scan.record;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.ScanRecord;
import dev.yima.gateway.history.ScanRepository;
import dev.yima.gateway.history.ScanTally;
import dev.yima.gateway.member.MemberRepository;
import dev.yima.gateway.platform.async.Batcher;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.db.DatabasePools;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Records scans that claim nothing, behind the answer: gathered for a moment, at most 200 ms late, bounded in number. A
 * scan that cannot be recorded in the end is counted, never silently lost. Of a code that was scanned very often, and
 * where a network or a lot has used up its rows, scans are added to a number and have no row.
 */
@Startup
@ApplicationScoped
public class ScanRecorder {
    private static final Logger LOG = Logger.getLogger(ScanRecorder.class);
    private static final Duration GATHER = Duration.ofMillis(50);
    private static final Duration RETRY_FIRST = Duration.ofMillis(100);
    private static final Duration RETRY_LAST = Duration.ofSeconds(1);
    private static final int RETRIES = 5;
    private static final int ROWS_MAX = 4_096;
    private static final int QUEUE_MAX = 65_536;
    private static final Duration DRAIN_WITHIN = Duration.ofSeconds(3);

    private final Pool pool;
    private final ScanRepository scans;
    private final MemberRepository members;
    private final Batcher<Verification, Boolean> batcher;
    private final Counter unrecorded;
    private final int rowsPerCode;

    ScanRecorder(
            DatabasePools pools,
            ScanRepository scans,
            MemberRepository members,
            Vertx vertx,
            MeterRegistry meters,
            YimaConfig config) {
        this.pool = pools.workers();
        this.scans = scans;
        this.members = members;
        this.batcher = new Batcher<>(vertx, ROWS_MAX, QUEUE_MAX, Batcher.DEADLINE, this::write);
        this.unrecorded = Counter.builder("yima.scans.unrecorded")
                .description("Looks that were answered but could not be recorded")
                .register(meters);
        this.rowsPerCode = config.retention().scansPerCode();
    }

    /** Waits for pending records when the service stops in good order. */
    void onStop(@Observes ShutdownEvent stopped) {
        batcher.idle().await().atMost(DRAIN_WITHIN);
    }

    /** The person of a scan, by what is known of them. */
    public enum Requester {
        /** Keeps a cookie, which is free: a member, where the scan has a row. */
        KNOWN,
        /** Asked for a packet without a cookie: a member, where the scan has a row. */
        CLAIMANT,
        /** Looked without a cookie: nobody in particular, and no member. */
        PASSER_BY
    }

    /**
     * A scan that claimed nothing.
     *
     * @param scan its record
     * @param person its person
     * @param countedSince the time since which the state that counted it counts
     * @param onlyCounted whether it has no row in any case
     */
    public record Verification(ScanRecord scan, Requester person, Instant countedSince, boolean onlyCounted) {
        private Verification uncounted() {
            return new Verification(scan.uncounted(), person, countedSince, onlyCounted);
        }
    }

    /** Adds a scan to the next batch; returns at once. */
    public void record(Verification scan) {
        batcher.submit(scan).subscribe().with(written -> {}, failure -> {
            unrecorded.increment();
            LOG.debug("a scan was not recorded", failure);
        });
    }

    /** Counts several scans of one code by one person once, where Redis was away and could not. */
    private static List<Verification> countedOnce(List<Verification> scans) {
        Set<List<Object>> counted = new HashSet<>();
        return scans.stream()
                .map(one -> one.scan.counted() && !counted.add(List.of(one.scan.code(), one.scan.member()))
                        ? one.uncounted()
                        : one)
                .toList();
    }

    private Uni<List<Boolean>> write(List<Verification> gathered) {
        List<Verification> batch = countedOnce(gathered);
        List<MemberRepository.Activity> activities = batch.stream()
                .filter(this::makesMember)
                .map(one -> MemberRepository.Activity.scanOnly(one.scan))
                .toList();
        List<ScanRecord> rows =
                batch.stream().filter(this::hasRow).map(Verification::scan).toList();
        Collection<ScanTally> tallies = tallies(batch);
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(GATHER)
                .flatMap(later ->
                        pool.withTransaction(tx -> unlessEmpty(activities, () -> members.touch(tx, activities))
                                .flatMap(done -> unlessEmpty(tallies, () -> scans.add(tx, tallies)))
                                .flatMap(done -> unlessEmpty(
                                        rows, () -> scans.insert(tx, ScanRepository.Kind.VERIFICATION, rows)))))
                .onFailure()
                .retry()
                .withBackOff(RETRY_FIRST, RETRY_LAST)
                .atMost(RETRIES)
                .replaceWith(() -> Collections.nCopies(batch.size(), true));
    }

    private boolean hasRow(Verification one) {
        return !one.onlyCounted && one.scan.nth() <= rowsPerCode;
    }

    private boolean makesMember(Verification one) {
        return switch (one.person) {
            case KNOWN, CLAIMANT -> hasRow(one);
            case PASSER_BY -> false;
        };
    }

    private Collection<ScanTally> tallies(List<Verification> batch) {
        Map<CodeRef, ScanTally> byCode = new TreeMap<>();
        batch.stream()
                .filter(one -> one.scan.counted() && !hasRow(one))
                .forEach(one ->
                        byCode.merge(one.scan.code(), ScanTally.of(one.scan, one.countedSince), ScanTally::plus));
        return byCode.values();
    }

    private static Uni<Void> unlessEmpty(Collection<?> rows, Supplier<Uni<Void>> write) {
        return rows.isEmpty() ? Uni.createFrom().voidItem() : write.get();
    }
}
