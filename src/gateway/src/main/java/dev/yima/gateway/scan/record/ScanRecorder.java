package dev.yima.gateway.scan.record;

import dev.yima.gateway.history.ScanRecord;
import dev.yima.gateway.history.ScanRepository;
import dev.yima.gateway.member.MemberRepository;
import dev.yima.gateway.platform.async.Batcher;
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
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Records scans that claim nothing, behind the answer: gathered for a moment, at most 200 ms late, bounded in number. A
 * scan that cannot be recorded in the end is counted, never silently lost; the count is there from the start.
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
    private final Batcher<ScanRecord, Boolean> batcher;
    private final Counter unrecorded;

    ScanRecorder(
            DatabasePools pools, ScanRepository scans, MemberRepository members, Vertx vertx, MeterRegistry meters) {
        this.pool = pools.workers();
        this.scans = scans;
        this.members = members;
        this.batcher = new Batcher<>(vertx, ROWS_MAX, QUEUE_MAX, Batcher.DEADLINE, this::write);
        this.unrecorded = Counter.builder("yima.scans.unrecorded")
                .description("Looks that were answered but could not be recorded")
                .register(meters);
    }

    /** Waits for pending records when the service stops in good order. */
    void onStop(@Observes ShutdownEvent stopped) {
        batcher.idle().await().atMost(DRAIN_WITHIN);
    }

    /** Adds a scan to the next batch; returns at once. */
    public void record(ScanRecord scan) {
        batcher.submit(scan).subscribe().with(written -> {}, failure -> {
            unrecorded.increment();
            LOG.debug("a scan was not recorded", failure);
        });
    }

    /** Counts several scans of one code by one person once, where Redis was away and could not. */
    private static List<ScanRecord> countedOnce(List<ScanRecord> scans) {
        Set<List<Object>> counted = new HashSet<>();
        return scans.stream()
                .map(scan ->
                        scan.counted() && !counted.add(List.of(scan.code(), scan.member())) ? scan.uncounted() : scan)
                .toList();
    }

    private Uni<List<Boolean>> write(List<ScanRecord> gathered) {
        List<ScanRecord> batch = countedOnce(gathered);
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(GATHER)
                .flatMap(later -> pool.withTransaction(tx -> members.touch(
                                tx,
                                batch.stream()
                                        .map(MemberRepository.Activity::scanOnly)
                                        .toList())
                        .flatMap(done -> scans.insert(tx, ScanRepository.Kind.VERIFICATION, batch))))
                .onFailure()
                .retry()
                .withBackOff(RETRY_FIRST, RETRY_LAST)
                .atMost(RETRIES)
                .replaceWith(() -> Collections.nCopies(batch.size(), true));
    }
}
