package dev.yima.gateway.campaign;

import dev.yima.engine.Bonus;
import dev.yima.engine.CampaignRules;
import dev.yima.engine.DrawKind;
import dev.yima.engine.Multiplier;
import dev.yima.engine.Period;
import dev.yima.engine.Prize;
import dev.yima.engine.PrizePool;
import dev.yima.engine.SlotReward;
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

/** A row of the campaigns, with its prizes. Staff edit it; {@link Publication} takes it through its life. */
@Entity
@SuppressWarnings("NullAway.Init")
class Campaign {
    @Id
    UUID id;

    @Version
    int edits;

    UUID brandId;
    String name;

    @Enumerated(EnumType.STRING)
    CampaignState state;

    @Nullable Instant startsAt;

    @Nullable Instant endsAt;

    int claims;
    String currency;

    @Enumerated(EnumType.STRING)
    DrawKind draw;

    @Embedded
    ConditionColumns conditions;

    String multipliers;
    int pointsTimes;

    @Enumerated(EnumType.STRING)
    Look look;

    byte @Nullable [] sealedSeed;
    byte @Nullable [] commitment;
    Instant createdAt;

    @Nullable Instant publishedAt;

    @Nullable Instant endedAt;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "prize", joinColumns = @JoinColumn(name = "campaign_id"))
    @OrderColumn(name = "line")
    List<PrizeLine> prizes = new ArrayList<>();

    /** Its rules, as they stand in its row. */
    CampaignRules rules() {
        PrizePool pool = new PrizePool(claims, drawn(), draw, bonuses(), slotRewards());
        Period period = new Period(Optional.ofNullable(startsAt), Optional.ofNullable(endsAt));
        List<Multiplier> times = multipliers.lines().map(Multiplier::read).toList();
        return new CampaignRules(id, currency, pool, period, conditions.conditions(), times);
    }

    /** Writes rules into its row. */
    void become(CampaignRules rules) {
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
            pool.prizes().forEach(prize -> prizes.add(new PrizeLine(brandId, prize)));
            pool.bonuses().forEach(bonus -> prizes.add(new PrizeLine(brandId, bonus)));
            pool.slotRewards().forEach(reward -> prizes.add(new PrizeLine(brandId, reward)));
        }
    }

    private List<Prize> drawn() {
        return prizes.stream().filter(PrizeLine::isDrawn).map(PrizeLine::prize).toList();
    }

    private List<Bonus> bonuses() {
        return prizes.stream().filter(PrizeLine::isBonus).map(PrizeLine::bonus).toList();
    }

    private List<SlotReward> slotRewards() {
        return prizes.stream()
                .map(PrizeLine::slotReward)
                .flatMap(Optional::stream)
                .toList();
    }
}
