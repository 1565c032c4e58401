package dev.yima.gateway.campaign.draft;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.yima.engine.rules.CampaignRules;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A campaign, as staff see it.
 *
 * @param id its id
 * @param name its name
 * @param state its place in the life of a campaign
 * @param startsAt the beginning of claims; null for at once
 * @param endsAt the end of claims; null for an open end
 * @param terms its rules
 * @param look the theme of its page
 * @param commitment the commitment to the draw, in hexadecimal, from publishing on
 * @param seed the seed of the draw, in hexadecimal, from the end on
 * @param createdAt the moment of its making
 * @param publishedAt the moment of its publication; null for a draft
 * @param endedAt the moment of its end; null before
 */
// For the order in openapi.yaml: without it, the fields of the terms come in that of a hash table.
@JsonPropertyOrder({
    "id",
    "name",
    "state",
    "startsAt",
    "endsAt",
    "terms",
    "claims",
    "currency",
    "draw",
    "prizes",
    "zone",
    "hours",
    "people",
    "limits",
    "tags",
    "regions",
    "bonuses",
    "slots",
    "multipliers",
    "look",
    "commitment",
    "seed",
    "createdAt",
    "publishedAt",
    "endedAt"
})
@Schema(name = "Campaign")
public record CampaignView(
        UUID id,
        @Schema(examples = "Summer of caps") String name,
        @Schema(examples = "RUNNING") CampaignState state,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        @JsonUnwrapped CampaignTerms terms,
        @Schema(examples = "PACKET") PageTheme look,
        @Nullable String commitment,
        @Nullable String seed,
        Instant createdAt,
        @Nullable Instant publishedAt,
        @Nullable Instant endedAt) {
    /** The form of a campaign, with its seed if that may be shown. */
    public static CampaignView of(Campaign campaign, byte @Nullable [] seed) {
        CampaignRules rules = campaign.rules();
        return new CampaignView(
                campaign.id,
                campaign.name,
                campaign.state,
                rules.period().startsAt().orElse(null),
                rules.period().endsAt().orElse(null),
                CampaignTerms.of(rules),
                campaign.look,
                hex(campaign.commitment),
                hex(seed),
                campaign.createdAt,
                campaign.publishedAt,
                campaign.endedAt);
    }

    private static @Nullable String hex(byte @Nullable [] bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }
}
