package dev.yima.gateway.campaign.draft;

import dev.yima.engine.rules.CampaignRules;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the campaigns: its rules as their text, and what is no part of the rules. Staff edit it; {@code Publication}
 * takes it through its life.
 */
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

    @Enumerated(EnumType.STRING)
    public PageTheme look;

    /** The text of the rules, as the commitment is made over it. */
    String rules;

    /** The zone that staff chose; the text names it only where a rule tells time. */
    String zone;

    /** Sealed again beside edits, when the key-encryption key is turned: no edit may write back what it read. */
    @Column(updatable = false)
    public byte @Nullable [] sealedSeed;

    public byte @Nullable [] commitment;
    public Instant createdAt;

    public @Nullable Instant publishedAt;

    public @Nullable Instant endedAt;

    /** Its rules, read from their text. */
    public CampaignRules rules() {
        CampaignRules written = CampaignRules.read(rules);
        return written.with(written.conditions().in(ZoneId.of(zone)));
    }

    /** Puts rules in the place of its own. */
    public void become(CampaignRules changed) {
        rules = changed.text();
        zone = changed.conditions().zone().getId();
    }
}
