package dev.yima.gateway.campaign;

import dev.yima.engine.Prize;
import dev.yima.engine.PrizeKind;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.util.UUID;

/** A row of a campaign's prizes. */
@Embeddable
@SuppressWarnings("NullAway.Init")
class PrizeLine {
    UUID brandId;

    @Enumerated(EnumType.STRING)
    PrizeKind kind;

    long amount;
    int count;

    PrizeLine() {}

    PrizeLine(UUID brandId, Prize prize) {
        this.brandId = brandId;
        this.kind = prize.kind();
        this.amount = prize.amount();
        this.count = prize.count();
    }

    Prize prize() {
        return new Prize(kind, amount, count);
    }
}
