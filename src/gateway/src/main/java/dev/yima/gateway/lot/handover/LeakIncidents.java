package dev.yima.gateway.lot.handover;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.yima.gateway.lot.catalogue.CachedLot;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.db.Ids;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Recorder of leak incidents: scans of honey codes. A honey code is in one recipient's copy and on no goods, so its
 * scan proves that this copy has leaked. Each code is recorded once; the visitor's answer neither waits nor differs.
 */
@ApplicationScoped
public class LeakIncidents {
    private static final Logger LOG = Logger.getLogger(LeakIncidents.class);
    private static final int RECORDED_MAX = 10_000;

    /** A failover may have lost what was recorded: then the next scan records it again. */
    private static final Duration BELIEVED_FOR = Duration.ofMinutes(10);

    private static final String INSERT = """
            INSERT INTO incident (id, brand_id, lot, serial, recipient, happened_at) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT ON CONSTRAINT incident_once DO NOTHING""";

    private final Pool pool;
    private final Clock clock;
    private final Cache<Long, Boolean> recorded = Caffeine.newBuilder()
            .maximumSize(RECORDED_MAX)
            .expireAfterWrite(BELIEVED_FOR)
            .build();

    LeakIncidents(DatabasePools pools, Clock clock) {
        this.pool = pools.workers();
        this.clock = clock;
    }

    /** Whether a serial is a honey code; if so, starts to record its scan, without waiting. */
    public boolean noticed(CachedLot lot, int serial, Instant at) {
        Optional<String> recipient = lot.honey(serial);
        recipient.ifPresent(name -> record(lot, serial, name, at));
        return recipient.isPresent();
    }

    private void record(CachedLot lot, int serial, String recipient, Instant at) {
        int number = lot.codec().lot().value();
        long code = (long) number << Integer.SIZE | serial;
        if (recorded.asMap().putIfAbsent(code, true) != null) {
            return;
        }
        LOG.warnf(
                "incident: a honey code of lot %s was scanned: the copy of %s has leaked",
                lot.codec().lot(), recipient);
        pool.preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addUUID(Ids.next(clock))
                        .addUUID(lot.brand().id())
                        .addInteger(number)
                        .addInteger(serial)
                        .addString(recipient)
                        .addOffsetDateTime(Columns.utc(at)))
                .subscribe()
                .with(done -> {}, failure -> {
                    // The next scan of the code tries again.
                    recorded.invalidate(code);
                    LOG.warn("an incident could not be written down", failure);
                });
    }
}
