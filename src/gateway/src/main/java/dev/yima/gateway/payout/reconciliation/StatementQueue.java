package dev.yima.gateway.payout.reconciliation;

import dev.yima.gateway.ledger.BookDay;
import dev.yima.gateway.payout.PayoutProviders;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.platform.job.FairLane.Owner;
import dev.yima.payout.spi.PayoutProvider;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Statements that are to be taken in, each day of each brand at each provider by itself, and days that are to be
 * compared once more of them are here. None is passed over: a day is a row until its statement is here. Due times are
 * by the database's clock.
 */
@ApplicationScoped
class StatementQueue {
    // The days of a brand at a provider have no gap: each run adds those after the last. A brand begins with its first
    // payout; a provider that is new to the deployment begins with the day.
    private static final String PLANNED = """
            SELECT b.id AS brand_id, b.time_zone, p.provider,
                (SELECT max(s.day) FROM provider_statement s WHERE s.brand_id = b.id AND s.provider = p.provider)
                    AS planned_to,
                CASE WHEN (SELECT 1 FROM provider_statement s WHERE s.brand_id = b.id LIMIT 1) = 1 THEN $2
                    ELSE (SELECT min(w.created_at) FROM payout w WHERE w.brand_id = b.id) END AS begins_at
            FROM brand b CROSS JOIN unnest($1::text[]) AS p(provider)""";
    private static final String PLAN = """
            INSERT INTO provider_statement (brand_id, provider, day, due_at)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::date[], $4::timestamptz[])
            ON CONFLICT DO NOTHING""";
    private static final String BRANDS = """
            WITH RECURSIVE brand_next AS (
                (SELECT brand_id, due_at, 1 AS nth FROM provider_statement
                WHERE provider = $1 AND brand_id > $2 AND taken_at IS NULL ORDER BY brand_id, due_at LIMIT 1)
                UNION ALL
                SELECT s.brand_id, s.due_at, nth + 1 FROM brand_next b CROSS JOIN LATERAL (
                    SELECT brand_id, due_at FROM provider_statement
                    WHERE provider = $1 AND brand_id > b.brand_id AND taken_at IS NULL
                    ORDER BY brand_id, due_at LIMIT 1) AS s
                WHERE nth < $3)
            SELECT brand_id, due_at <= now() AS is_due FROM brand_next ORDER BY nth""";
    private static final String TAKE = """
            WITH due AS (
                SELECT d.* FROM unnest($2::uuid[], $3::int[]) AS b(brand, places)
                CROSS JOIN LATERAL (
                    SELECT brand_id, day FROM provider_statement
                    WHERE provider = $1 AND brand_id = b.brand AND taken_at IS NULL AND due_at <= now()
                    ORDER BY due_at LIMIT b.places FOR UPDATE SKIP LOCKED) AS d)
            UPDATE provider_statement s
            SET attempts = s.attempts + 1, due_at = now() + $4::bigint * interval '1 ms'
            FROM due JOIN brand b ON b.id = due.brand_id
            WHERE s.provider = $1 AND s.brand_id = due.brand_id AND s.day = due.day
            RETURNING s.brand_id, s.day, b.time_zone, s.attempts""";
    private static final String LATER = """
            UPDATE provider_statement SET due_at = now() + $4::bigint * interval '1 ms'
            WHERE brand_id = $1 AND provider = $2 AND day = $3 AND taken_at IS NULL""";
    // A payment about midnight may be missing in the report of the day before or after: that is made once more.
    private static final String TAKEN = """
            UPDATE provider_statement s SET taken_at = coalesce(s.taken_at, now()), compared = false
            WHERE s.brand_id = $1 AND (s.provider = $2 AND s.day = $3::date
                OR s.day IN ($3::date - 1, $3::date + 1) AND s.taken_at IS NOT NULL AND NOT (
                    SELECT r.agrees FROM reconciliation r WHERE r.brand_id = s.brand_id AND r.day = s.day
                    ORDER BY r.made_at DESC LIMIT 1))""";
    private static final String TO_COMPARE = """
            SELECT s.brand_id, s.day, b.time_zone FROM provider_statement s JOIN brand b ON b.id = s.brand_id
            WHERE s.taken_at IS NOT NULL AND NOT s.compared AND NOT EXISTS (
                SELECT 1 FROM unnest($1::uuid[], $2::date[]) AS f(brand, day)
                WHERE f.brand = s.brand_id AND f.day = s.day)
            ORDER BY s.day, s.brand_id LIMIT 1""";
    private static final String HERE = """
            SELECT provider FROM provider_statement WHERE brand_id = $1 AND day = $2 AND taken_at IS NOT NULL""";
    private static final String COMPARED = """
            UPDATE provider_statement SET compared = true
            WHERE brand_id = $1 AND day = $2 AND taken_at IS NOT NULL AND NOT compared""";

    private final Pool pool;
    private final PayoutProviders providers;
    private final LocalTime statementAt;

    StatementQueue(DatabasePools pools, PayoutProviders providers, YimaConfig config) {
        this.pool = pools.workers();
        this.providers = providers;
        this.statementAt = config.payout().statementAt();
    }

    /**
     * A day of a brand.
     *
     * @param brand the brand
     * @param day the day
     * @param zone the brand's time zone, in which it begins and ends
     */
    record BrandDay(UUID brand, LocalDate day, ZoneId zone) {
        OffsetDateTime begins() {
            return BookDay.start(day, zone);
        }

        OffsetDateTime ends() {
            return BookDay.start(day.plusDays(1), zone);
        }

        private Instant nextMorning(LocalTime time) {
            return day.plusDays(1).atTime(time).atZone(zone).toInstant();
        }
    }

    /**
     * A statement that is to be taken in.
     *
     * @param of the day and the brand
     * @param attempts the number of times that it was tried, this time included
     */
    record Statement(BrandDay of, int attempts) {}

    /** Adds the statements of the days up to that of a moment; each is due when its provider publishes it. */
    Uni<Void> plan(Instant now) {
        Tuple asked =
                Tuple.tuple().addArrayOfString(ids().toArray(String[]::new)).addOffsetDateTime(Columns.utc(now));
        return pool.preparedQuery(PLANNED)
                .execute(asked)
                .map(rows -> Rows.map(rows, row -> planned(row, now)).stream()
                        .flatMap(days -> days)
                        .toList())
                .flatMap(planned -> planned.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : pool.preparedQuery(PLAN).execute(columns(planned)).replaceWithVoid());
    }

    /** A day whose statement a provider is to give. */
    private record Planned(BrandDay of, String provider) {}

    private static Stream<Planned> planned(Row row, Instant now) {
        ZoneId zone = ZoneId.of(row.getString("time_zone"));
        LocalDate last = row.getLocalDate("planned_to");
        Instant begins = Rows.instantOrNull(row, "begins_at");
        LocalDate tomorrow = BookDay.of(now, zone).plusDays(1);
        LocalDate first = last != null ? last.plusDays(1) : begins == null ? tomorrow : BookDay.of(begins, zone);
        return first.isBefore(tomorrow)
                ? first.datesUntil(tomorrow)
                        .map(day -> new Planned(
                                new BrandDay(row.getUUID("brand_id"), day, zone), row.getString("provider")))
                : Stream.empty();
    }

    private Tuple columns(List<Planned> planned) {
        return Columns.of(planned)
                .uuids(one -> one.of.brand())
                .texts(Planned::provider)
                .dates(one -> one.of.day())
                .instants(one -> one.of.nextMorning(statementAt))
                .tuple();
    }

    /** Looks at brands with statements of a provider that are not here, in the order of their ids. */
    Uni<List<Owner>> brands(PayoutProvider provider, UUID after, int brandsMax) {
        return pool.preparedQuery(BRANDS)
                .execute(Tuple.of(provider.id(), after, brandsMax))
                .map(rows -> Rows.map(rows, row -> new Owner(row.getUUID("brand_id"), row.getBoolean("is_due"))));
    }

    /** Takes statements that are due, so many of each brand; another replica may take them when the lease ends. */
    Uni<List<Statement>> take(PayoutProvider provider, Map<UUID, Integer> statementsMax, Duration lease) {
        Tuple brands = Columns.of(statementsMax.entrySet(), provider.id())
                .uuids(Map.Entry::getKey)
                .ints(Map.Entry::getValue)
                .value(lease.toMillis())
                .tuple();
        return pool.preparedQuery(TAKE)
                .execute(brands)
                .map(rows -> Rows.map(rows, row -> new Statement(brandDay(row), row.getInteger("attempts"))));
    }

    /** Leaves a statement that cannot be had for later. */
    Uni<Void> later(PayoutProvider provider, BrandDay of, Duration delay) {
        return pool.preparedQuery(LATER)
                .execute(Tuple.of(of.brand(), provider.id(), of.day(), delay.toMillis()))
                .replaceWithVoid();
    }

    /** Notes that a statement is here in full: its day is to be compared. */
    Uni<Void> taken(PayoutProvider provider, BrandDay of) {
        return pool.preparedQuery(TAKEN)
                .execute(Tuple.of(of.brand(), provider.id(), of.day()))
                .replaceWithVoid();
    }

    /** Finds the earliest day that is to be compared; empty when there is none but those that are left out. */
    Uni<Optional<BrandDay>> toCompare(Collection<BrandDay> leftOut) {
        Tuple days = Tuple.of(
                leftOut.stream().map(BrandDay::brand).toArray(UUID[]::new),
                leftOut.stream().map(BrandDay::day).toArray(LocalDate[]::new));
        return pool.preparedQuery(TO_COMPARE).execute(days).map(rows -> Rows.first(rows, StatementQueue::brandDay));
    }

    /** Finds the providers of this deployment whose statement of a day is not here. */
    Uni<List<String>> missing(SqlClient tx, BrandDay of) {
        return tx.preparedQuery(HERE).execute(Tuple.of(of.brand(), of.day())).map(rows -> {
            List<String> here = Rows.map(rows, row -> row.getString("provider"));
            return ids().filter(id -> !here.contains(id)).toList();
        });
    }

    /** Notes that the report of a day has the statements that are here. */
    Uni<Void> compared(SqlClient tx, BrandDay of) {
        return tx.preparedQuery(COMPARED)
                .execute(Tuple.of(of.brand(), of.day()))
                .replaceWithVoid();
    }

    private Stream<String> ids() {
        return providers.all().stream().map(PayoutProvider::id);
    }

    private static BrandDay brandDay(Row row) {
        return new BrandDay(row.getUUID("brand_id"), row.getLocalDate("day"), ZoneId.of(row.getString("time_zone")));
    }
}
