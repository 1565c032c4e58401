package dev.yima.gateway.brand;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.yima.gateway.platform.crypto.Digests;
import dev.yima.gateway.platform.crypto.KeyVault;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.platform.redis.CacheInvalidation;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.platform.staff.Staff.Role;
import dev.yima.gateway.platform.staff.StaffKeyLookup;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The API keys of staff. A key has 256 random bits, so its plain SHA-256 is stored; a lookup by that digest reveals
 * nothing through its timing.
 */
@ApplicationScoped
public class StaffKeyRepository implements StaffKeyLookup {
    private static final String PREFIX = "yk_";
    private static final int SECRET_BYTES = 32;
    /** The form of a key: a text without it costs no query. */
    private static final Pattern KEY = Pattern.compile(PREFIX + "[\\w-]{43}");

    private static final String KIND = "staff_key";
    private static final Duration CACHED_FOR = Duration.ofSeconds(5);
    private static final int CACHE_MAX = 10_000;
    private static final String SELECT = """
            SELECT id, brand_id, role, revoked_at IS NOT NULL AS revoked FROM staff_key WHERE digest = $1""";
    private static final String INSERT = """
            INSERT INTO staff_key (id, brand_id, digest, created_at, role, name)
            VALUES ($1, $2, $3, $4, $5, $6)""";

    private final Pool pool;
    private final KeyVault vault;
    private final Clock clock;
    private final CacheInvalidation changes;
    private final Cache<String, IssuedKey> cache = Caffeine.newBuilder()
            .expireAfterWrite(CACHED_FOR)
            .maximumSize(CACHE_MAX)
            .build();

    StaffKeyRepository(Pool pool, KeyVault vault, Clock clock, CacheInvalidation changes) {
        this.pool = pool;
        this.vault = vault;
        this.clock = clock;
        this.changes = changes;
    }

    void onStart(@Observes StartupEvent started) {
        changes.subscribe(change -> {
            if (change.kind().equals(KIND)) {
                cache.asMap()
                        .values()
                        .removeIf(key -> key.holder().key().toString().equals(change.id()));
            }
        });
    }

    /** Makes all replicas look at a key that has changed. */
    void announce(UUID key) {
        changes.announce(KIND, key);
    }

    /** A fresh key, not stored yet. */
    String generate() {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(vault.secret(SECRET_BYTES));
    }

    /** Stores the first key of a brand. */
    Uni<Void> insert(SqlClient client, UUID brand, String key, Role role) {
        return insert(client, Ids.next(clock), brand, key, role, "owner");
    }

    /** Stores a further key of a brand. */
    Uni<Void> insert(SqlClient client, UUID id, UUID brand, String key, Role role, String name) {
        Tuple row = Tuple.tuple()
                .addUUID(id)
                .addUUID(brand)
                .addBuffer(Buffer.buffer(Digests.sha256(key.getBytes(UTF_8))))
                .addOffsetDateTime(Columns.utc(clock.instant()))
                .addString(role.name())
                .addString(name);
        return client.preparedQuery(INSERT).execute(row).replaceWithVoid();
    }

    @Override
    public Uni<Optional<IssuedKey>> find(String bearer) {
        if (!KEY.matcher(bearer).matches()) {
            return Uni.createFrom().item(Optional.empty());
        }
        byte[] digest = Digests.sha256(bearer.getBytes(UTF_8));
        String name = HexFormat.of().formatHex(digest);
        IssuedKey known = cache.getIfPresent(name);
        if (known != null) {
            return Uni.createFrom().item(Optional.of(known));
        }
        return pool.preparedQuery(SELECT)
                .execute(Tuple.tuple().addBuffer(Buffer.buffer(digest)))
                .map(rows -> {
                    Optional<IssuedKey> key = Rows.first(rows, StaffKeyRepository::key);
                    key.ifPresent(found -> cache.put(name, found));
                    return key;
                });
    }

    private static IssuedKey key(Row row) {
        Role role = Role.valueOf(row.getString("role"));
        return new IssuedKey(
                new Staff(row.getUUID("id"), row.getUUID("brand_id"), role, ""), row.getBoolean("revoked"));
    }
}
