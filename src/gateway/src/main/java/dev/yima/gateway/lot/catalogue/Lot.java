package dev.yima.gateway.lot.catalogue;

import dev.yima.codec.CodeKind;
import dev.yima.engine.scan.LotState;
import dev.yima.engine.scan.StopReason;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code lot}. */
@Entity
@SuppressWarnings("NullAway.Init")
class Lot {
    @Id
    int number;

    UUID brandId;

    @Enumerated(EnumType.STRING)
    CodeKind kind;

    int size;

    @Column(updatable = false)
    boolean test;

    @Enumerated(EnumType.STRING)
    LotState state;

    @Enumerated(EnumType.STRING)
    @Nullable StopReason stopReason;

    @Nullable UUID productId;

    @Nullable UUID campaignId;

    @Nullable String label;

    @Nullable String requestKey;

    @Nullable String orderNumber;

    int overridesVersion;

    @Nullable Integer parentNumber;

    @Nullable Integer pack;

    Instant createdAt;
}
