package dev.yima.gateway.campaign.draft;

import dev.yima.engine.prize.Bonus;
import dev.yima.engine.prize.Bonus.Nth;
import dev.yima.engine.prize.Bonus.Window;
import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.prize.Odds;
import dev.yima.engine.prize.PointsTerms;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeDetails;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.SlotReward;
import dev.yima.gateway.campaign.draft.BonusViews.BonusRule;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of a campaign's prizes. */
@Embeddable
@SuppressWarnings("NullAway.Init")
class PrizeRow {
    UUID brandId;

    @Enumerated(EnumType.STRING)
    PrizeKind kind;

    long amount;
    int count;

    @Nullable Integer perMillion;

    @Nullable Integer fallback;

    long amountMax;
    String title;
    int validDays;
    long price;
    long storeFee;
    int lockedDays;
    int pendingDays;
    int validMonths;

    @Enumerated(EnumType.STRING)
    @Nullable BonusRule bonus;

    @Nullable Integer nth;

    @Enumerated(EnumType.STRING)
    @Nullable Window per;

    @Enumerated(EnumType.STRING)
    @Nullable ClaimSlot slot;

    PrizeRow() {}

    PrizeRow(UUID brandId, Prize prize) {
        PrizeDetails details = prize.details();
        this.brandId = brandId;
        this.kind = prize.kind();
        this.amount = prize.amount();
        this.amountMax = prize.amountMax();
        this.count = prize.count();
        this.perMillion = prize.odds().map(Odds::perMillion).orElse(null);
        this.fallback = prize.odds().flatMap(Odds::fallback).orElse(null);
        this.title = details.title();
        this.validDays = details.validDays();
        this.price = details.price();
        this.storeFee = details.storeFee();
        this.lockedDays = details.lockedDays();
        this.pendingDays = details.points().pendingDays();
        this.validMonths = details.points().validMonths();
    }

    PrizeRow(UUID brandId, Bonus given) {
        this(brandId, given.prize());
        this.bonus = given.completesSet() ? BonusRule.SET : BonusRule.NTH;
        this.nth = given.nth().map(Nth::n).orElse(null);
        this.per = given.nth().map(Nth::per).orElse(null);
    }

    PrizeRow(UUID brandId, SlotReward given) {
        this(brandId, given.prize());
        this.slot = given.slot();
        this.bonus = given.isLadder() ? BonusRule.NTH : null;
        this.nth = given.nth().map(Nth::n).orElse(null);
        this.per = given.nth().map(Nth::per).orElse(null);
    }

    boolean isDrawn() {
        return bonus == null && slot == null;
    }

    boolean isBonus() {
        return bonus != null && slot == null;
    }

    Prize prize() {
        Optional<Odds> odds =
                Optional.ofNullable(perMillion).map(chance -> new Odds(chance, Optional.ofNullable(fallback)));
        PointsTerms points = new PointsTerms(pendingDays, validMonths);
        PrizeDetails details = new PrizeDetails(title, validDays, price, storeFee, lockedDays, points);
        return new Prize(kind, amount, amountMax, count, odds, details);
    }

    Bonus bonus() {
        return new Bonus(which(), prize());
    }

    /** What it gives to somebody else; empty where it is the consumer's. */
    Optional<SlotReward> slotReward() {
        return Optional.ofNullable(slot).map(whose -> new SlotReward(whose, which(), prize()));
    }

    private Optional<Nth> which() {
        return nth == null || per == null ? Optional.empty() : Optional.of(new Nth(nth, per));
    }
}
