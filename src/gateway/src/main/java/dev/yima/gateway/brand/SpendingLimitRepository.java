package dev.yima.gateway.brand;

import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The columns of the spending limits of brands; a brand without one has that of the deployment. */
@ApplicationScoped
public class SpendingLimitRepository {
    private static final String SELECT = """
            SELECT campaign_limit, publish_limit, payout_limit FROM brand WHERE id = $1""";
    private static final String LOCK = SELECT + " FOR NO KEY UPDATE";
    private static final String PAYOUTS = """
            SELECT a.id, b.payout_limit, b.time_zone, now() AS now
            FROM unnest($1::uuid[]) AS a(id) LEFT JOIN brand b ON b.id = a.id""";
    private static final String UPDATE = """
            UPDATE brand SET campaign_limit = coalesce($2, campaign_limit), publish_limit = coalesce($3, publish_limit),
                payout_limit = coalesce($4, payout_limit)
            WHERE id = $1""";

    private final SpendingLimits defaults;

    SpendingLimitRepository(YimaConfig config) {
        YimaConfig.Money money = config.money();
        this.defaults = new SpendingLimits(money.campaignMax(), money.publishedPerDay(), money.paidOutPerDay());
    }

    /** The limits of brands that have none of their own. */
    SpendingLimits defaults() {
        return defaults;
    }

    /** The limits of a brand. */
    public Uni<SpendingLimits> find(SqlClient client, UUID brand) {
        return find(client, brand, SELECT);
    }

    /** The same, which nobody else changes before the transaction ends. */
    Uni<SpendingLimits> lock(SqlClient tx, UUID brand) {
        return find(tx, brand, LOCK);
    }

    private Uni<SpendingLimits> find(SqlClient client, UUID brand, String statement) {
        return client.preparedQuery(statement)
                .execute(Tuple.of(brand))
                .map(rows -> Rows.first(rows, this::limits).orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)));
    }

    /**
     * A day of payouts of a brand.
     *
     * @param limitMinor the most that is sent out in it, in minor units
     * @param zone the zone in which it begins and ends
     * @param now a moment in it, by the database's clock
     */
    public record PayoutDay(long limitMinor, ZoneId zone, Instant now) {}

    /** The days of payouts of some brands, as they are now. */
    public Uni<Map<UUID, PayoutDay>> payoutDays(SqlClient client, Collection<UUID> brands) {
        return client.preparedQuery(PAYOUTS)
                .execute(Tuple.tuple().addArrayOfUUID(brands.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, PayoutDay> days = new HashMap<>();
                    rows.forEach(row -> days.put(row.getUUID("id"), payoutDay(row)));
                    return days;
                });
    }

    /** Gives a brand limits of its own; those that are null stay as they are, its own or the deployment's. */
    Uni<Void> update(
            SqlClient client,
            UUID brand,
            @Nullable Long campaignMinor,
            @Nullable Long publishedPerDayMinor,
            @Nullable Long paidOutPerDayMinor) {
        return client.preparedQuery(UPDATE)
                .execute(Tuple.of(brand, campaignMinor, publishedPerDayMinor, paidOutPerDayMinor))
                .replaceWithVoid();
    }

    private SpendingLimits limits(Row row) {
        return new SpendingLimits(
                own(row, "campaign_limit", defaults.campaignMinor()),
                own(row, "publish_limit", defaults.publishedPerDayMinor()),
                own(row, "payout_limit", defaults.paidOutPerDayMinor()));
    }

    private PayoutDay payoutDay(Row row) {
        String zone = row.getString("time_zone");
        return new PayoutDay(
                own(row, "payout_limit", defaults.paidOutPerDayMinor()),
                zone == null ? BrandRepository.TIME_ZONE_DEFAULT : ZoneId.of(zone),
                Rows.instant(row, "now"));
    }

    private static long own(Row row, String column, long otherwise) {
        Long own = row.getLong(column);
        return own == null ? otherwise : own;
    }
}
