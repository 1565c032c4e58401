package dev.yima.gateway.lot.serials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.yima.codec.LotCodec;
import dev.yima.gateway.campaign.publication.CampaignReader;
import dev.yima.gateway.campaign.publication.RunningCampaign;
import dev.yima.gateway.lot.serials.SerialOverrides.Range;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.db.Rows;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reader of serial overrides. Their rows are read once for each version of the overrides; the campaigns of ranges are
 * read as often as the lot is, since they end by themselves.
 */
@ApplicationScoped
public class SerialOverridesReader {
    private static final int LOTS_MAX = 1_000;
    private static final String HONEYS = "SELECT recipient, honeys FROM lot_copy WHERE lot = $1";
    private static final String HONEY_COUNTS = """
            SELECT lot, sum(cardinality(honeys)) AS honeys FROM lot_copy WHERE lot = ANY ($1) GROUP BY lot""";
    private static final String VOIDED = "SELECT chunk, bits FROM voided_serial WHERE lot = $1";
    private static final String RANGES = """
            SELECT lower(r.codes) AS first, upper(r.codes) - 1 AS last, r.campaign_id, p.name AS product
            FROM assigned_range r LEFT JOIN product p ON p.id = r.product_id
            WHERE r.lot = $1 ORDER BY first""";

    private final Pool pool;
    private final CampaignReader campaigns;
    private final Cache<Integer, Versioned> cached =
            Caffeine.newBuilder().maximumSize(LOTS_MAX).build();

    SerialOverridesReader(DatabasePools pools, CampaignReader campaigns) {
        this.pool = pools.reads();
        this.campaigns = campaigns;
    }

    /** The overrides of a lot; version 0 means none, and nothing is read. */
    public Uni<SerialOverrides> read(int lot, int version) {
        if (version == 0) {
            return Uni.createFrom().item(SerialOverrides.NONE);
        }
        Versioned kept = cached.getIfPresent(lot);
        Uni<SerialOverrides> overrides = kept != null && kept.version == version
                ? Uni.createFrom().item(kept.overrides)
                : stored(lot).invoke(read -> cached.put(lot, new Versioned(version, read)));
        return overrides.flatMap(this::withCampaigns);
    }

    /** The numbers of honey codes of some lots; none for a lot without any. */
    public Uni<Map<Integer, Integer>> honeyCounts(Collection<Integer> lots) {
        return pool.preparedQuery(HONEY_COUNTS)
                .execute(Tuple.tuple().addArrayOfInteger(lots.toArray(Integer[]::new)))
                .map(rows -> {
                    Map<Integer, Integer> counts = new HashMap<>();
                    rows.forEach(row -> counts.put(row.getInteger("lot"), row.getInteger("honeys")));
                    return counts;
                });
    }

    private Uni<SerialOverrides> stored(int lot) {
        return Uni.combine()
                .all()
                .unis(query(HONEYS, lot), query(VOIDED, lot), query(RANGES, lot))
                .with((honeys, voided, ranges) -> new SerialOverrides(honeys(honeys), voided(voided), ranges(ranges)));
    }

    private Uni<RowSet<Row>> query(String sql, int lot) {
        return pool.preparedQuery(sql).execute(Tuple.of(lot));
    }

    private static Map<Integer, String> honeys(RowSet<Row> rows) {
        Map<Integer, String> honeys = new HashMap<>();
        for (Row row : rows) {
            for (Integer serial : row.getArrayOfIntegers("honeys")) {
                honeys.put(serial, row.getString("recipient"));
            }
        }
        return Map.copyOf(honeys);
    }

    private static SerialSet voided(RowSet<Row> rows) {
        Map<Integer, byte[]> bits = new HashMap<>();
        for (Row row : rows) {
            bits.put(row.getInteger("chunk"), row.getBuffer("bits").getBytes());
        }
        return new SerialSet(bits);
    }

    private static List<Range> ranges(RowSet<Row> rows) {
        return List.copyOf(Rows.map(
                rows,
                row -> new Range(
                        (int) (row.getLong("first") % LotCodec.SIZE_MAX),
                        (int) (row.getLong("last") % LotCodec.SIZE_MAX),
                        row.getString("product"),
                        row.getUUID("campaign_id"),
                        null)));
    }

    private Uni<SerialOverrides> withCampaigns(SerialOverrides overrides) {
        List<UUID> ids = overrides.ranges().stream()
                .map(Range::campaignId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        if (ids.isEmpty()) {
            return Uni.createFrom().item(overrides);
        }
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(id -> campaigns.find(id).map(found -> Map.entry(id, found)))
                .collect()
                .asMap(Map.Entry::getKey, Map.Entry::getValue)
                .map(found -> new SerialOverrides(
                        overrides.honeys(),
                        overrides.voided(),
                        overrides.ranges().stream()
                                .map(range -> with(range, campaign(found, range.campaignId())))
                                .toList()));
    }

    private static @Nullable RunningCampaign campaign(Map<UUID, Optional<RunningCampaign>> found, @Nullable UUID id) {
        return id == null ? null : Objects.requireNonNull(found.get(id)).orElse(null);
    }

    private static Range with(Range range, @Nullable RunningCampaign campaign) {
        return new Range(range.from(), range.to(), range.product(), range.campaignId(), campaign);
    }

    private record Versioned(int version, SerialOverrides overrides) {}
}
