package dev.yima.gateway.campaign;

import dev.yima.engine.Odds;
import dev.yima.engine.Prize;
import dev.yima.engine.PrizeKind;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of a campaign's prizes. */
@Embeddable
@SuppressWarnings("NullAway.Init")
class PrizeLine {
    UUID brandId;

    @Enumerated(EnumType.STRING)
    PrizeKind kind;

    long amount;
    int count;

    @Nullable Integer perMillion;

    @Nullable Integer fallback;

    PrizeLine() {}

    PrizeLine(UUID brandId, Prize prize) {
        this.brandId = brandId;
        this.kind = prize.kind();
        this.amount = prize.amount();
        this.count = prize.count();
        this.perMillion = prize.odds().map(Odds::perMillion).orElse(null);
        this.fallback = prize.odds().flatMap(Odds::fallback).orElse(null);
    }

    Prize prize() {
        Optional<Odds> odds =
                Optional.ofNullable(perMillion).map(chance -> new Odds(chance, Optional.ofNullable(fallback)));
        return new Prize(kind, amount, count, odds);
    }
}
