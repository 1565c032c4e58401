package dev.yima.gateway.campaign;

import dev.yima.engine.Draw;
import dev.yima.engine.Prize;
import dev.yima.engine.PrizeKind;
import dev.yima.engine.PrizePool;
import dev.yima.gateway.claim.Terms;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads published campaigns for the scan path. */
@ApplicationScoped
public class CampaignReader {
    private static final String SELECT = """
            SELECT c.state, c.starts_at, c.ends_at, c.claims, c.currency, c.sealed_seed,
                p.next_position >= p.claims AS exhausted,
                array_agg(z.kind ORDER BY z.line) AS kinds,
                array_agg(z.amount ORDER BY z.line) AS amounts,
                array_agg(z.count ORDER BY z.line) AS counts
            FROM campaign c JOIN pool p ON p.campaign_id = c.id JOIN prize z ON z.campaign_id = c.id
            WHERE c.id = $1 AND c.state <> 'DRAFT'
            GROUP BY c.id, p.campaign_id""";

    private final Pool pool;
    private final Publication publication;

    CampaignReader(Pool pool, Publication publication) {
        this.pool = pool;
        this.publication = publication;
    }

    /** A campaign that was published; empty for a draft. */
    public Uni<Optional<RunningCampaign>> find(UUID campaign) {
        return pool.preparedQuery(SELECT)
                .execute(Tuple.of(campaign))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(read(campaign, rows.iterator().next())));
    }

    private RunningCampaign read(UUID campaign, Row row) {
        PrizePool prizes = new PrizePool(row.getInteger("claims"), prizes(row));
        byte[] seed =
                publication.unsealSeed(campaign, row.getBuffer("sealed_seed").getBytes());
        return new RunningCampaign(
                new Terms(campaign, row.getString("currency"), prizes, new Draw(prizes, seed)),
                instant(row, "starts_at"),
                instant(row, "ends_at"),
                CampaignState.valueOf(row.getString("state")),
                row.getBoolean("exhausted"));
    }

    private static List<Prize> prizes(Row row) {
        String[] kinds = row.getArrayOfStrings("kinds");
        Long[] amounts = row.getArrayOfLongs("amounts");
        Integer[] counts = row.getArrayOfIntegers("counts");
        List<Prize> prizes = new ArrayList<>();
        for (int line = 0; line < kinds.length; line++) {
            prizes.add(new Prize(PrizeKind.valueOf(kinds[line]), amounts[line], counts[line]));
        }
        return prizes;
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
