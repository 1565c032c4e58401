package dev.yima.gateway.brand;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.yima.gateway.platform.crypto.KeyVault;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.platform.staff.Staff.Role;
import dev.yima.gateway.platform.staff.StaffKeyLookup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * The keys of staff. A key is 256 random bits, so a plain SHA-256 of it is all that needs to be stored; looking it up
 * by that digest tells a guesser nothing through time.
 */
@ApplicationScoped
public class StaffKeyRepository implements StaffKeyLookup {
    private static final String PREFIX = "yk_";
    private static final int SECRET_BYTES = 32;
    private static final Duration REMEMBERED = Duration.ofSeconds(5);
    private static final int REMEMBERED_MAX = 10_000;
    private static final String SELECT = """
            SELECT id, brand_id, role, founding FROM staff_key WHERE digest = $1 AND revoked_at IS NULL""";
    private static final String INSERT = """
            INSERT INTO staff_key (id, brand_id, digest, founding, created_at, role, name)
            VALUES ($1, $2, $3, $4, $5, $6, $7)""";

    private final Pool pool;
    private final KeyVault vault;
    private final Clock clock;
    private final Cache<String, Staff> remembered = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(REMEMBERED_MAX)
            .build();

    StaffKeyRepository(Pool pool, KeyVault vault, Clock clock) {
        this.pool = pool;
        this.vault = vault;
        this.clock = clock;
    }

    /** A fresh key, not yet anybody's. */
    String generate() {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(vault.secret(SECRET_BYTES));
    }

    /** Gives its first key to a brand. */
    Uni<Void> insert(SqlClient client, UUID brand, String key, boolean founding) {
        return insert(client, Ids.next(clock), brand, key, founding, Role.OWNER, "owner");
    }

    /** Gives a further key to a brand. */
    Uni<Void> insert(SqlClient client, UUID id, UUID brand, String key, Role role, String name) {
        return insert(client, id, brand, key, false, role, name);
    }

    private Uni<Void> insert(
            SqlClient client, UUID id, UUID brand, String key, boolean founding, Role role, String name) {
        Tuple row = Tuple.tuple()
                .addUUID(id)
                .addUUID(brand)
                .addBuffer(Buffer.buffer(digest(key)))
                .addBoolean(founding)
                .addOffsetDateTime(clock.instant().atOffset(ZoneOffset.UTC))
                .addString(role.name())
                .addString(name);
        return client.preparedQuery(INSERT).execute(row).replaceWithVoid();
    }

    @Override
    public Uni<Optional<Staff>> holder(String bearer) {
        byte[] digest = digest(bearer);
        String name = HexFormat.of().formatHex(digest);
        Staff known = remembered.getIfPresent(name);
        if (known != null) {
            return Uni.createFrom().item(Optional.of(known));
        }
        return pool.preparedQuery(SELECT)
                .execute(Tuple.tuple().addBuffer(Buffer.buffer(digest)))
                .map(rows -> {
                    if (rows.size() == 0) {
                        return Optional.empty();
                    }
                    var row = rows.iterator().next();
                    Staff staff = new Staff(
                            row.getUUID("id"),
                            row.getUUID("brand_id"),
                            Role.valueOf(row.getString("role")),
                            row.getBoolean("founding"));
                    remembered.put(name, staff);
                    return Optional.of(staff);
                });
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
