package dev.yima.gateway.campaign.publication;

import dev.yima.engine.draw.Draw;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.engine.rules.RulesChangePolicy;
import dev.yima.gateway.brand.Brand;
import dev.yima.gateway.brand.BrandRepository;
import dev.yima.gateway.campaign.draft.Campaign;
import dev.yima.gateway.campaign.draft.CampaignState;
import dev.yima.gateway.campaign.draft.CampaignView;
import dev.yima.gateway.platform.crypto.KeyVault;
import dev.yima.gateway.platform.crypto.SealedColumn;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.staff.AuditChange;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes a campaign through its life. Publishing and ending are one transaction each: rules, pool, ledger and audit
 * change together or not at all.
 */
@ApplicationScoped
public class Publication {
    private static final String SEED = "draw-seed";
    private static final String LOCK = "SELECT state, edits FROM campaign WHERE id = $1 FOR UPDATE";
    private static final String PUBLISH = """
            UPDATE campaign SET state = 'RUNNING', sealed_seed = $2, commitment = $3, published_at = $4
            WHERE id = $1""";
    private static final String FIRST_VERSION = """
            INSERT INTO rules_version (campaign_id, version, brand_id, rules, commitment, key_id, published_at)
            VALUES ($1, 1, $2, $3, $4, $5, $6)""";
    private static final String CLAIMED = "SELECT next_position FROM pool_counter WHERE campaign_id = $1";
    private static final String END = "UPDATE campaign SET state = 'ENDED', ended_at = $2 WHERE id = $1";
    private static final String LOCK_SEALED = """
            SELECT id, sealed_seed AS sealed FROM campaign WHERE substr(sealed_seed, 1, 9) = $1
            LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED""";
    private static final String STORE_SEALED = "UPDATE campaign SET sealed_seed = $2 WHERE id = $1";
    private static final String OTHER_KEYS = """
            SELECT header, count(*) AS total FROM (
                (SELECT substr(sealed_seed, 1, 9) AS header FROM campaign WHERE substr(sealed_seed, 1, 9) < $1 LIMIT $2)
                UNION ALL
                (SELECT substr(sealed_seed, 1, 9) FROM campaign WHERE substr(sealed_seed, 1, 9) > $1 LIMIT $2)) AS o
            GROUP BY 1""";

    private final Pool pool;
    private final BrandRepository brands;
    private final PrizeFunding prizes;
    private final KeyVault vault;
    private final DrawExport export;
    private final AuditLog audit;
    private final Clock clock;

    Publication(
            Pool pool,
            BrandRepository brands,
            PrizeFunding prizes,
            KeyVault vault,
            DrawExport export,
            AuditLog audit,
            Clock clock) {
        this.pool = pool;
        this.brands = brands;
        this.prizes = prizes;
        this.vault = vault;
        this.export = export;
        this.audit = audit;
        this.clock = clock;
    }

    /** Publishes a draft; changes nothing when it is running already. */
    public Uni<Void> publish(Staff who, Campaign campaign) {
        return pool.withTransaction(tx -> locked(tx, campaign.id).flatMap(row -> switch (state(row)) {
            case RUNNING -> Uni.createFrom().voidItem();
            case ENDED -> throw new Problem(ProblemType.WRONG_STATE, "the campaign has ended");
            case DRAFT -> {
                if (row.getInteger("edits") != campaign.edits) {
                    throw new Problem(ProblemType.WRONG_STATE, "the campaign was changed at the same moment");
                }
                if (campaign.rules().period().isOver(clock.instant())) {
                    throw new Problem(ProblemType.WRONG_STATE, "endsAt is in the past");
                }
                yield brands.publishes(tx, campaign.brandId)
                        .invoke(brand -> mustBePublishable(brand, campaign))
                        .flatMap(brand -> publishDraft(tx, who, campaign, brand));
            }
        }));
    }

    /** Ends a running campaign; changes nothing when it has ended already. */
    public Uni<Void> end(Staff who, Campaign campaign) {
        return pool.withTransaction(tx -> locked(tx, campaign.id).flatMap(row -> switch (state(row)) {
            case ENDED -> Uni.createFrom().voidItem();
            case DRAFT -> Uni.createFrom().failure(new Problem(ProblemType.WRONG_STATE, "the campaign is a draft"));
            case RUNNING -> endRunning(tx, who, campaign);
        }));
    }

    /** A campaign as staff see it; with its seed once it has ended. */
    public CampaignView view(Campaign campaign) {
        return CampaignView.of(campaign, revealedSeed(campaign));
    }

    /**
     * The next version of a running campaign's rules, with its commitment; fails with a problem when it is worse than
     * the promised rules. Empty when the rules stay as they are.
     */
    public Optional<RulesVersion> next(Staff who, Campaign campaign, RulesVersion latest, CampaignRules changed) {
        Instant now = clock.instant();
        RulesChangePolicy.breaches(campaign.rules(), changed, now).stream()
                .findFirst()
                .ifPresent(breach -> {
                    throw Problem.worsens(breach.field(), breach.rule());
                });
        byte[] sealed = campaign.sealedSeed;
        if (sealed == null) {
            throw new IllegalStateException("a running campaign has a seed: " + campaign.id);
        }
        if (changed.equals(campaign.rules())) {
            return Optional.empty();
        }
        RulesVersion next = new RulesVersion();
        next.campaignId = campaign.id;
        next.version = latest.version + 1;
        next.brandId = campaign.brandId;
        next.rules = changed.text();
        next.commitment = Draw.commitment(unsealSeed(campaign.id, sealed), next.rules);
        next.keyId = who.key();
        next.publishedAt = now;
        return Optional.of(next);
    }

    /** A published campaign as everybody may see it; with its seed once it has ended. */
    public Uni<PublicCampaign> publicView(Campaign campaign, List<RulesVersion> versions, Brand brand) {
        byte[] seed = revealedSeed(campaign);
        return seed == null
                ? Uni.createFrom().item(PublicCampaign.of(campaign, versions, brand, null, null))
                : pool.preparedQuery(CLAIMED)
                        .execute(Tuple.of(campaign.id))
                        .map(rows -> rows.iterator().next().getInteger("next_position"))
                        .map(claimed -> PublicCampaign.of(campaign, versions, brand, seed, claimed));
    }

    /** The seed of a campaign that has ended; nobody sees it before. */
    private byte @Nullable [] revealedSeed(Campaign campaign) {
        byte[] sealed = campaign.sealedSeed;
        return campaign.state == CampaignState.ENDED && sealed != null ? unsealSeed(campaign.id, sealed) : null;
    }

    /** The export of the claim positions, for staff. */
    public Multi<String> draws(UUID campaign) {
        return export.rows(campaign);
    }

    /** The same for anybody, some at a time. */
    public Multi<String> publicDraws(UUID campaign) {
        return export.publicRows(campaign);
    }

    /** Opens the seed of a published campaign. */
    public byte[] unsealSeed(UUID campaign, byte[] sealed) {
        return vault.open(SEED, campaign, sealed)
                .orElseThrow(() -> new IllegalStateException("sealed under another key: seed of campaign " + campaign));
    }

    @Produces
    @Singleton
    SealedColumn seeds() {
        return new SealedColumn(SEED, LOCK_SEALED, STORE_SEALED, OTHER_KEYS);
    }

    private static void mustBePublishable(Brand brand, Campaign campaign) {
        CampaignRules rules = campaign.rules();
        if (!rules.currency().equals(brand.currency())) {
            throw new Problem(
                    ProblemType.WRONG_STATE,
                    "the draft has amounts in " + rules.currency() + ", and the brand's money is now "
                            + brand.currency() + ": change the draft");
        }
        brand.jurisdiction().breach(rules.pool(), rules.currency()).ifPresent(breach -> {
            int bonus = breach.line() - rules.pool().prizes().size();
            String field = bonus < 0 ? "prizes[" + breach.line() + "]" : "bonuses[" + bonus + "].prize";
            throw Problem.invalid(field + ".amountMinor", breach.rule());
        });
    }

    private Uni<Void> publishDraft(SqlConnection tx, Staff who, Campaign campaign, Brand brand) {
        byte[] seed = vault.secret(Draw.SEED_BYTES);
        CampaignRules rules = campaign.rules();
        String text = rules.text();
        Buffer commitment = Buffer.buffer(Draw.commitment(seed, text));
        Tuple published = Tuple.tuple()
                .addUUID(campaign.id)
                .addBuffer(Buffer.buffer(vault.seal(SEED, campaign.id, seed)))
                .addBuffer(commitment)
                .addOffsetDateTime(Columns.utc(clock.instant()));
        Tuple version = Tuple.tuple()
                .addUUID(campaign.id)
                .addUUID(campaign.brandId)
                .addString(text)
                .addBuffer(commitment)
                .addUUID(who.key())
                .addOffsetDateTime(Columns.utc(clock.instant()));
        return tx.preparedQuery(PUBLISH)
                .execute(published)
                .flatMap(done -> tx.preparedQuery(FIRST_VERSION).execute(version))
                .flatMap(done -> prizes.open(tx, brand, rules))
                .flatMap(done -> audit.write(
                        tx,
                        who,
                        "campaign.publish",
                        campaign.id.toString(),
                        AuditChange.of("state", CampaignState.DRAFT, CampaignState.RUNNING)));
    }

    private Uni<Void> endRunning(SqlConnection tx, Staff who, Campaign campaign) {
        return prizes.close(tx, campaign.brandId, campaign.rules())
                .flatMap(done -> tx.preparedQuery(END).execute(Tuple.of(campaign.id, Columns.utc(clock.instant()))))
                .flatMap(done -> audit.write(
                        tx,
                        who,
                        "campaign.end",
                        campaign.id.toString(),
                        AuditChange.of("state", CampaignState.RUNNING, CampaignState.ENDED)));
    }

    private static Uni<Row> locked(SqlConnection tx, UUID campaign) {
        return tx.preparedQuery(LOCK)
                .execute(Tuple.of(campaign))
                .map(rows -> rows.iterator().next());
    }

    private static CampaignState state(Row row) {
        return CampaignState.valueOf(row.getString("state"));
    }
}
