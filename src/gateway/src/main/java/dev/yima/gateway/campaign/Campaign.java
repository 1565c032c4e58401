package dev.yima.gateway.campaign;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the campaigns, with its prizes. Staff edit it; {@link Publication} takes it through its life. */
@Entity
@SuppressWarnings("NullAway.Init")
class Campaign {
    @Id
    UUID id;

    UUID brandId;
    String name;

    @Enumerated(EnumType.STRING)
    CampaignState state;

    @Nullable Instant startsAt;

    @Nullable Instant endsAt;

    int claims;
    String currency;
    byte @Nullable [] sealedSeed;
    byte @Nullable [] commitment;
    Instant createdAt;

    @Nullable Instant publishedAt;

    @Nullable Instant endedAt;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "prize", joinColumns = @JoinColumn(name = "campaign_id"))
    @OrderColumn(name = "line")
    List<PrizeLine> prizes = new ArrayList<>();
}
