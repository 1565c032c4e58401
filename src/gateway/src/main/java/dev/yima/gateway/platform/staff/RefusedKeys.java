package dev.yima.gateway.platform.staff;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.yima.gateway.platform.staff.StaffKeyLookup.IssuedKey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Record of the logins and calls that were refused. Logins are counted, all of them. The use of a key that was taken
 * back, and a call that the role of a key forbids, is in its brand's audit, once an hour for each key; a key that was
 * never issued belongs to nobody, and is in the service's log, once a minute. So nobody fills a disk by trying.
 */
@ApplicationScoped
class RefusedKeys {
    private static final Logger LOG = Logger.getLogger(RefusedKeys.class);
    private static final int KEYS_MAX = 10_000;
    private static final UUID UNKNOWN = new UUID(0, 0);

    private final Pool pool;
    private final AuditLog audit;
    private final Counter refused;
    private final Cache<UUID, Boolean> audited = told(Duration.ofHours(1));
    private final Cache<UUID, Boolean> overreached = told(Duration.ofHours(1));
    private final Cache<UUID, Boolean> logged = told(Duration.ofMinutes(1));

    RefusedKeys(Pool pool, AuditLog audit, MeterRegistry meters) {
        this.pool = pool;
        this.audit = audit;
        this.refused = Counter.builder("yima.staff.refused")
                .description("Requests with a staff key that was never issued, or was taken back")
                .register(meters);
    }

    /** Records that a request was refused. Never fails. */
    Uni<Void> record(Optional<IssuedKey> key, String origin) {
        refused.increment();
        if (key.isEmpty()) {
            if (isFirst(logged, UNKNOWN)) {
                LOG.warnf(
                        "A staff key that was never issued was used from %s; yima_staff_refused_total counts", origin);
            }
            return Uni.createFrom().voidItem();
        }
        Staff holder = key.get().holder().from(origin);
        return isFirst(audited, holder.key())
                ? audit.write(pool, holder, "key.refused", holder.key().toString())
                        .onFailure()
                        .recoverWithNull()
                : Uni.createFrom().voidItem();
    }

    /** Records that the role of a key forbade a call. Never fails. */
    Uni<Void> forbidden(Staff holder, String call) {
        return isFirst(overreached, holder.key())
                ? audit.write(
                                pool,
                                holder,
                                "key.forbidden",
                                holder.key().toString(),
                                AuditChange.of("call", null, call))
                        .onFailure()
                        .recoverWithNull()
                : Uni.createFrom().voidItem();
    }

    private static boolean isFirst(Cache<UUID, Boolean> told, UUID key) {
        return told.asMap().putIfAbsent(key, true) == null;
    }

    private static Cache<UUID, Boolean> told(Duration once) {
        return Caffeine.newBuilder()
                .expireAfterWrite(once)
                .maximumSize(KEYS_MAX)
                .build();
    }
}
