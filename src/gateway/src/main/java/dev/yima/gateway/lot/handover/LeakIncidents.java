package dev.yima.gateway.lot.handover;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.yima.gateway.lot.catalogue.CachedLot;
import dev.yima.gateway.platform.db.Ids;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Notices scans of honey codes. Each code stands in one recipient's copy and on no goods, so whoever scans it has that
 * copy. It is written down once; the answer does not wait for that and tells the visitor nothing.
 */
@ApplicationScoped
public class LeakIncidents {
    private static final Logger LOG = Logger.getLogger(LeakIncidents.class);
    private static final int REMEMBERED_MAX = 10_000;
    private static final String INSERT = """
            INSERT INTO incident (id, brand_id, lot, serial, recipient, happened_at) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT ON CONSTRAINT incident_once DO NOTHING""";

    private final Pool pool;
    private final Clock clock;
    private final Cache<Long, Boolean> written =
            Caffeine.newBuilder().maximumSize(REMEMBERED_MAX).build();

    LeakIncidents(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** Whether a serial is a honey code; if so, its scan is on its way to be written down. */
    public boolean noticed(CachedLot lot, int serial, Instant at) {
        Optional<String> recipient = lot.honey(serial);
        recipient.ifPresent(name -> write(lot, serial, name, at));
        return recipient.isPresent();
    }

    private void write(CachedLot lot, int serial, String recipient, Instant at) {
        int number = lot.codec().lot().value();
        long code = (long) number << Integer.SIZE | serial;
        if (written.asMap().putIfAbsent(code, true) != null) {
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
                        .addOffsetDateTime(at.atOffset(ZoneOffset.UTC)))
                .subscribe()
                .with(done -> {}, failure -> {
                    // The next scan of the code tries again.
                    written.invalidate(code);
                    LOG.warn("an incident could not be written down", failure);
                });
    }
}
