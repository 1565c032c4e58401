package dev.yima.gateway.brand;

import dev.yima.codec.BrandKey;
import dev.yima.engine.rules.PromotionLaw;
import dev.yima.gateway.platform.crypto.KeyVault;
import dev.yima.gateway.platform.crypto.SealedColumn;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.platform.db.Rows;
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
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of brands, with their sealed root keys. */
@ApplicationScoped
public class BrandRepository {
    /** The colour of pages without a brand. */
    public static final String COLOUR_NONE = "#4a5361";

    static final String COLOUR_DEFAULT = "#b3261e";
    /** The money and the calendar of a brand that names none. */
    static final String CURRENCY_DEFAULT = "CNY";

    static final ZoneId TIME_ZONE_DEFAULT = ZoneId.of("Asia/Shanghai");

    private static final String PURPOSE = "brand-key";
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String COLUMNS =
            "id, name, host, pending_host, organiser, contact, colour, currency, time_zone,"
                    + " first_published_at IS NOT NULL AS has_published, logo IS NOT NULL AS has_logo, jurisdiction,"
                    + " adjustment_limit, self_scan";
    private static final String INSERT = """
            INSERT INTO brand (id, name, host, colour, currency, time_zone, sealed_key, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM brand WHERE id = $1";
    private static final String AT_HOST = "SELECT " + COLUMNS + " FROM brand WHERE host = $1";
    private static final String UPDATE = """
            UPDATE brand SET name = coalesce($2, name),
                organiser = coalesce($3, organiser), contact = coalesce($4, contact),
                colour = coalesce($5, colour), logo = coalesce($6, logo),
                jurisdiction = coalesce($7, jurisdiction), adjustment_limit = coalesce($8, adjustment_limit),
                self_scan = coalesce($9, self_scan),
                currency = coalesce($10, currency), time_zone = coalesce($11, time_zone)
            WHERE id = $1 RETURNING\s""" + COLUMNS;
    private static final String PUBLISH = """
            UPDATE brand SET first_published_at = coalesce(first_published_at, $2)
            WHERE id = $1 RETURNING\s""" + COLUMNS;
    private static final String TIME_ZONE = "SELECT time_zone FROM brand WHERE id = $1";
    private static final String LOCK_SEALED = """
            SELECT id, sealed_key AS sealed FROM brand WHERE substr(sealed_key, 1, 9) = $1
            LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED""";
    private static final String STORE_SEALED = "UPDATE brand SET sealed_key = $2 WHERE id = $1";
    private static final String OTHER_KEYS = """
            SELECT header, count(*) AS total FROM (
                (SELECT substr(sealed_key, 1, 9) AS header FROM brand WHERE substr(sealed_key, 1, 9) < $1 LIMIT $2)
                UNION ALL
                (SELECT substr(sealed_key, 1, 9) FROM brand WHERE substr(sealed_key, 1, 9) > $1 LIMIT $2)) AS o
            GROUP BY 1""";

    private final Pool pool;
    private final KeyVault vault;
    private final Clock clock;

    BrandRepository(Pool pool, KeyVault vault, Clock clock) {
        this.pool = pool;
        this.vault = vault;
        this.clock = clock;
    }

    /** Inserts a brand with a fresh root key. Fails with {@link ProblemType#HOST_TAKEN}. */
    Uni<UUID> insert(SqlClient client, String name, @Nullable String host, String currency, ZoneId timeZone) {
        UUID id = Ids.next(clock);
        byte[] sealed = vault.seal(PURPOSE, id, vault.secret(BrandKey.BYTES));
        Tuple row = Tuple.tuple()
                .addUUID(id)
                .addString(name)
                .addString(host)
                .addString(COLOUR_DEFAULT)
                .addString(currency)
                .addString(timeZone.getId())
                .addBuffer(Buffer.buffer(sealed))
                .addOffsetDateTime(Columns.utc(clock.instant()));
        return client.preparedQuery(INSERT)
                .execute(row)
                .replaceWith(id)
                .onFailure(BrandRepository::isHostTaken)
                .transform(taken -> new Problem(ProblemType.HOST_TAKEN));
    }

    /** A brand by its id. Fails with a NoSuchElementException when there is none. */
    public Uni<Brand> find(UUID id) {
        return find(pool, id);
    }

    /** The same over a connection, as in a transaction. */
    public Uni<Brand> find(SqlClient client, UUID id) {
        return client.preparedQuery(SELECT)
                .execute(Tuple.of(id))
                .map(rows -> brand(rows.iterator().next()));
    }

    /** The brand that a host is proven to be of; empty for the deployment's own, and for one of nobody. */
    Uni<Optional<Brand>> atHost(String host) {
        return pool.preparedQuery(AT_HOST)
                .execute(Tuple.of(host))
                .map(rows -> Rows.first(rows, BrandRepository::brand));
    }

    /** Locks a brand for a change. */
    Uni<Brand> lock(SqlClient tx, UUID id) {
        return tx.preparedQuery(SELECT + " FOR NO KEY UPDATE")
                .execute(Tuple.of(id))
                .map(rows -> brand(rows.iterator().next()));
    }

    /**
     * Notes that a brand publishes a campaign: nobody changes its currency or its time zone any more.
     *
     * @param tx the transaction that publishes
     * @return the brand as it stays
     */
    public Uni<Brand> publishes(SqlClient tx, UUID id) {
        return tx.preparedQuery(PUBLISH)
                .execute(Tuple.of(id, Columns.utc(clock.instant())))
                .map(rows -> brand(rows.iterator().next()));
    }

    /** The time zone of a brand's days and hours. */
    public Uni<ZoneId> timeZone(SqlClient client, UUID id) {
        return client.preparedQuery(TIME_ZONE)
                .execute(Tuple.of(id))
                .map(rows -> ZoneId.of(rows.iterator().next().getString("time_zone")));
    }

    /** The same, outside of a transaction. */
    public Uni<ZoneId> timeZone(UUID id) {
        return timeZone(pool, id);
    }

    /** Changes the fields that are given and keeps the rest; the host is {@link BrandHosts}'. */
    Uni<Brand> update(SqlClient client, UUID id, BrandResource.Change change) {
        Tuple row = Tuple.tuple()
                .addUUID(id)
                .addString(change.name())
                .addString(change.organiser())
                .addString(change.contact())
                .addString(change.colour())
                .addValue(change.logo() == null ? null : io.vertx.core.buffer.Buffer.buffer(change.logo()))
                .addString(
                        change.jurisdiction() == null
                                ? null
                                : change.jurisdiction().name())
                .addLong(change.adjustmentLimit())
                .addString(change.selfScan() == null ? null : change.selfScan().name())
                .addString(change.currency())
                .addString(change.timeZone());
        return client.preparedQuery(UPDATE)
                .execute(row)
                .map(rows -> brand(rows.iterator().next()));
    }

    /** The logo of a brand, a PNG file; empty when it has none. */
    Uni<Optional<byte[]>> logo(UUID id) {
        return pool.preparedQuery("SELECT logo FROM brand WHERE id = $1 AND logo IS NOT NULL")
                .execute(Tuple.of(id))
                .map(rows -> Rows.first(rows, row -> row.getBuffer("logo").getBytes()));
    }

    /** The root key of a brand. Fails with a NoSuchElementException when there is none. */
    public Uni<BrandKey> key(UUID id) {
        return pool.preparedQuery("SELECT sealed_key FROM brand WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> unseal(
                        id, rows.iterator().next().getBuffer("sealed_key").getBytes()));
    }

    /** Opens a sealed root key. Throws an IllegalStateException when another key-encryption key sealed it. */
    public BrandKey unseal(UUID id, byte[] sealed) {
        return vault.open(PURPOSE, id, sealed)
                .map(BrandKey::of)
                .orElseThrow(() -> new IllegalStateException("sealed under another key-encryption key: brand " + id));
    }

    @Produces
    @Singleton
    SealedColumn rootKeys() {
        return new SealedColumn(PURPOSE, LOCK_SEALED, STORE_SEALED, OTHER_KEYS);
    }

    private static Brand brand(Row row) {
        return new Brand(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("host"),
                row.getString("pending_host"),
                row.getString("organiser"),
                row.getString("contact"),
                row.getString("colour"),
                row.getString("currency"),
                ZoneId.of(row.getString("time_zone")),
                row.getBoolean("has_published"),
                row.getBoolean("has_logo"),
                PromotionLaw.valueOf(row.getString("jurisdiction")),
                row.getLong("adjustment_limit"),
                SelfScanScope.valueOf(row.getString("self_scan")));
    }

    /** Whether a write failed since another brand has the host. */
    static boolean isHostTaken(Throwable failure) {
        return failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState());
    }
}
