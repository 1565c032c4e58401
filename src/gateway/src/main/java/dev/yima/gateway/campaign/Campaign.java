package dev.yima.gateway.campaign;

import dev.yima.engine.CampaignRules;
import dev.yima.engine.DrawKind;
import dev.yima.engine.Period;
import dev.yima.engine.Prize;
import dev.yima.engine.PrizePool;
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
        PrizePool pool =
                new PrizePool(claims, prizes.stream().map(PrizeLine::prize).toList(), draw);
        Period period = new Period(Optional.ofNullable(startsAt), Optional.ofNullable(endsAt));
        return new CampaignRules(id, currency, pool, period, conditions.conditions());
    }

    /** Writes rules into its row. */
    void become(CampaignRules rules) {
        startsAt = rules.period().startsAt().orElse(null);
        endsAt = rules.period().endsAt().orElse(null);
        claims = rules.pool().claims();
        currency = rules.currency();
        draw = rules.pool().draw();
        conditions = new ConditionColumns(rules.conditions());
        List<Prize> lines = rules.pool().prizes();
        if (!prizes.stream().map(PrizeLine::prize).toList().equals(lines)) {
            prizes.clear();
            lines.forEach(prize -> prizes.add(new PrizeLine(brandId, prize)));
        }
    }
}
