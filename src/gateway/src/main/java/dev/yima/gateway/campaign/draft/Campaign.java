package dev.yima.gateway.campaign.draft;

import dev.yima.engine.prize.Bonus;
import dev.yima.engine.prize.DrawKind;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizePool;
import dev.yima.engine.prize.SlotReward;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.engine.rules.Multiplier;
import dev.yima.engine.rules.Period;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A row of the campaigns, with its prizes. Staff edit it; {@code Publication} takes it through its life. */
@Entity
@SuppressWarnings("NullAway.Init")
public class Campaign {
    @Id
    public UUID id;

    @Version
    public int edits;

    public UUID brandId;
    public String name;

    @Enumerated(EnumType.STRING)
    public CampaignState state;

    public @Nullable Instant startsAt;

    public @Nullable Instant endsAt;

    public int claims;
    public String currency;

    @Enumerated(EnumType.STRING)
    public DrawKind draw;

    @Embedded
    ConditionColumns conditions;

    String multipliers;
    int pointsTimes;

    @Enumerated(EnumType.STRING)
    public PageTheme look;

    public byte @Nullable [] sealedSeed;
    public byte @Nullable [] commitment;
    public Instant createdAt;

    public @Nullable Instant publishedAt;

    public @Nullable Instant endedAt;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "prize", joinColumns = @JoinColumn(name = "campaign_id"))
    @OrderColumn(name = "line")
    List<PrizeRow> prizes = new ArrayList<>();

    /** Its rules, as they stand in its row. */
    public CampaignRules rules() {
        PrizePool pool = new PrizePool(claims, drawn(), draw, bonuses(), slotRewards());
        Period period = new Period(Optional.ofNullable(startsAt), Optional.ofNullable(endsAt));
        List<Multiplier> times = multipliers.lines().map(Multiplier::read).toList();
        return new CampaignRules(id, currency, pool, period, conditions.conditions(), times);
    }

    /** Writes rules into its row. */
    public void become(CampaignRules rules) {
        startsAt = rules.period().startsAt().orElse(null);
        endsAt = rules.period().endsAt().orElse(null);
        claims = rules.pool().claims();
        currency = rules.currency();
        draw = rules.pool().draw();
        conditions = new ConditionColumns(rules.conditions());
        multipliers = rules.multipliers().stream().map(Multiplier::text).collect(Collectors.joining("\n"));
        pointsTimes =
                rules.multipliers().stream().mapToInt(Multiplier::factor).max().orElse(1);
        PrizePool pool = rules.pool();
        if (!drawn().equals(pool.prizes())
                || !bonuses().equals(pool.bonuses())
                || !slotRewards().equals(pool.slotRewards())) {
            prizes.clear();
            pool.prizes().forEach(prize -> prizes.add(new PrizeRow(brandId, prize)));
            pool.bonuses().forEach(bonus -> prizes.add(new PrizeRow(brandId, bonus)));
            pool.slotRewards().forEach(reward -> prizes.add(new PrizeRow(brandId, reward)));
        }
    }

    private List<Prize> drawn() {
        return prizes.stream().filter(PrizeRow::isDrawn).map(PrizeRow::prize).toList();
    }

    private List<Bonus> bonuses() {
        return prizes.stream().filter(PrizeRow::isBonus).map(PrizeRow::bonus).toList();
    }

    private List<SlotReward> slotRewards() {
        return prizes.stream()
                .map(PrizeRow::slotReward)
                .flatMap(Optional::stream)
                .toList();
    }
}
