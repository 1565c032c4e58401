package dev.yima.gateway.brand;

import dev.yima.codec.BrandKey;
import dev.yima.engine.rules.PromotionLaw;
import dev.yima.gateway.platform.crypto.KeyVault;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The brands and their sealed keys. */
@ApplicationScoped
public class BrandRepository {
    public static final String COLOUR_NONE = "#4a5361";
    static final String COLOUR_DEFAULT = "#b3261e";
    static final String CURRENCY_DEFAULT = "CNY";

    private static final String PURPOSE = "brand-key";
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String COLUMNS =
            "id, name, host, organiser, contact, colour, currency, logo IS NOT NULL AS has_logo, jurisdiction,"
                    + " adjustment_limit, self_scan";
    private static final String INSERT = """
            INSERT INTO brand (id, name, host, colour, currency, sealed_key, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)""";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM brand WHERE id = $1";
    private static final String UPDATE = """
            UPDATE brand SET name = coalesce($2, name), host = coalesce($3, host),
                organiser = coalesce($4, organiser), contact = coalesce($5, contact),
                colour = coalesce($6, colour), logo = coalesce($7, logo),
                jurisdiction = coalesce($8, jurisdiction), adjustment_limit = coalesce($9, adjustment_limit),
                self_scan = coalesce($10, self_scan)
            WHERE id = $1 RETURNING\s""" + COLUMNS;

    private final Pool pool;
    private final KeyVault vault;
    private final Clock clock;

    BrandRepository(Pool pool, KeyVault vault, Clock clock) {
        this.pool = pool;
        this.vault = vault;
        this.clock = clock;
    }

    /** Makes a brand with a fresh root key. */
    Uni<UUID> insert(SqlClient client, String name, @Nullable String host) {
        UUID id = Ids.next(clock);
        byte[] sealed = vault.seal(PURPOSE, id, vault.secret(BrandKey.BYTES));
        Tuple row = Tuple.tuple()
                .addUUID(id)
                .addString(name)
                .addString(lowerCase(host))
                .addString(COLOUR_DEFAULT)
                .addString(CURRENCY_DEFAULT)
                .addBuffer(Buffer.buffer(sealed))
                .addOffsetDateTime(OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
        return client.preparedQuery(INSERT)
                .execute(row)
                .replaceWith(id)
                .onFailure(BrandRepository::isDuplicate)
                .transform(taken -> new Problem(ProblemType.HOST_TAKEN));
    }

    /** A brand that is known to exist. */
    public Uni<Brand> find(UUID id) {
        return pool.preparedQuery(SELECT)
                .execute(Tuple.of(id))
                .map(rows -> brand(rows.iterator().next()));
    }

    /** Changes what is given and keeps the rest. */
    Uni<Brand> update(SqlClient client, UUID id, BrandResource.Change change) {
        Tuple row = Tuple.tuple()
                .addUUID(id)
                .addString(change.name())
                .addString(lowerCase(change.host()))
                .addString(change.organiser())
                .addString(change.contact())
                .addString(change.colour())
                .addValue(change.logo() == null ? null : io.vertx.core.buffer.Buffer.buffer(change.logo()))
                .addString(
                        change.jurisdiction() == null
                                ? null
                                : change.jurisdiction().name())
                .addLong(change.adjustmentLimit())
                .addString(change.selfScan() == null ? null : change.selfScan().name());
        return client.preparedQuery(UPDATE)
                .execute(row)
                .map(rows -> brand(rows.iterator().next()))
                .onFailure(BrandRepository::isDuplicate)
                .transform(taken -> new Problem(ProblemType.HOST_TAKEN));
    }

    /** The logo of a brand, a PNG file; empty when it has none. */
    Uni<Optional<byte[]>> logo(UUID id) {
        return pool.preparedQuery("SELECT logo FROM brand WHERE id = $1 AND logo IS NOT NULL")
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getBuffer("logo").getBytes()));
    }

    /** The root key of a brand that is known to exist. */
    public Uni<BrandKey> key(UUID id) {
        return pool.preparedQuery("SELECT sealed_key FROM brand WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> unseal(
                        id, rows.iterator().next().getBuffer("sealed_key").getBytes()));
    }

    /** Opens a sealed root key. */
    public BrandKey unseal(UUID id, byte[] sealed) {
        return vault.open(PURPOSE, id, sealed)
                .map(BrandKey::of)
                .orElseThrow(() -> new IllegalStateException("sealed under another key-encryption key: brand " + id));
    }

    private static Brand brand(Row row) {
        return new Brand(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("host"),
                row.getString("organiser"),
                row.getString("contact"),
                row.getString("colour"),
                row.getString("currency"),
                row.getBoolean("has_logo"),
                PromotionLaw.valueOf(row.getString("jurisdiction")),
                row.getLong("adjustment_limit"),
                SelfScanScope.valueOf(row.getString("self_scan")));
    }

    /** Hosts are the same whatever their case (RFC 3986, 3.2.2). */
    private static @Nullable String lowerCase(@Nullable String host) {
        return host == null ? null : host.toLowerCase(Locale.ROOT);
    }

    private static boolean isDuplicate(Throwable failure) {
        return failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState());
    }
}
