package dev.yima.gateway.campaign.publication;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the versions of campaigns' rules: once written, it never changes. */
@Entity
@IdClass(RulesVersion.Key.class)
@SuppressWarnings("NullAway.Init")
public class RulesVersion {
    @Id
    UUID campaignId;

    @Id
    int version;

    UUID brandId;
    String rules;
    public byte[] commitment;

    @Nullable UUID keyId;

    Instant publishedAt;

    /**
     * The primary key.
     *
     * @param campaignId the campaign
     * @param version from 1
     */
    record Key(UUID campaignId, int version) {}
}
