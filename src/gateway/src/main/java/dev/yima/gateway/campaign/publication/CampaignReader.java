package dev.yima.gateway.campaign.publication;

import dev.yima.engine.draw.Draw;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.gateway.campaign.draft.CampaignState;
import dev.yima.gateway.campaign.draft.PageTheme;
import dev.yima.gateway.claim.CampaignDraw;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.db.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Reads published campaigns for the scan path. */
@ApplicationScoped
public class CampaignReader {
    private static final String SELECT = """
            SELECT c.state, c.look, c.sealed_seed, v.rules,
                p.next_position >= p.claims AS exhausted
            FROM campaign c JOIN pool_counter p ON p.campaign_id = c.id
            JOIN rules_version v ON v.campaign_id = c.id
            WHERE c.id = $1 AND c.state <> 'DRAFT'
            ORDER BY v.version DESC LIMIT 1""";

    private final Pool pool;
    private final Publication publication;

    CampaignReader(DatabasePools pools, Publication publication) {
        this.pool = pools.reads();
        this.publication = publication;
    }

    /** A campaign that was published; empty for a draft. */
    public Uni<Optional<RunningCampaign>> find(UUID campaign) {
        return pool.preparedQuery(SELECT)
                .execute(Tuple.of(campaign))
                .map(rows -> Rows.first(rows, row -> read(campaign, row)));
    }

    private RunningCampaign read(UUID campaign, Row row) {
        CampaignRules rules = CampaignRules.read(row.getString("rules"));
        byte[] seed =
                publication.unsealSeed(campaign, row.getBuffer("sealed_seed").getBytes());
        return new RunningCampaign(
                new CampaignDraw(rules, new Draw(rules.pool(), seed)),
                CampaignState.valueOf(row.getString("state")),
                row.getBoolean("exhausted"),
                PageTheme.valueOf(row.getString("look")));
    }
}
