package dev.yima.gateway.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.yima.engine.Prize;
import dev.yima.engine.PrizeKind;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A campaign, as staff see it.
 *
 * @param id its id
 * @param name its name
 * @param state where it stands in its life
 * @param startsAt when claims begin; null for at once
 * @param endsAt when claims end; null for an open end
 * @param claims how many claims the pool spans
 * @param currency the currency of its cash
 * @param prizes what can be won
 * @param commitment the commitment to the draw, in hexadecimal, from publishing on
 * @param seed the seed of the draw, in hexadecimal, from the end on
 * @param createdAt when it was made
 * @param publishedAt when it was published
 * @param endedAt when it was ended
 */
@Schema(name = "Campaign")
public record CampaignView(
        UUID id,
        @Schema(examples = "Summer of caps") String name,
        @Schema(examples = "RUNNING") CampaignState state,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        @Schema(examples = "1000") int claims,
        @Schema(examples = "CNY") String currency,
        List<PrizeView> prizes,
        @Nullable String commitment,
        @Nullable String seed,
        Instant createdAt,
        @Nullable Instant publishedAt,
        @Nullable Instant endedAt) {

    /**
     * A line of the pool.
     *
     * @param kind money or points
     * @param amountMinor of {@code CASH}: how much, in minor units
     * @param points of {@code POINTS}: how many
     * @param count how many of these prizes there are
     */
    @Schema(name = "Prize")
    public record PrizeView(
            @Schema(examples = "CASH") PrizeKind kind,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable @Schema(examples = "188")
            Long amountMinor,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long points,

            @Schema(examples = "100") int count) {
        static PrizeView of(Prize prize) {
            boolean cash = prize.kind() == PrizeKind.CASH;
            return new PrizeView(
                    prize.kind(), cash ? prize.amount() : null, cash ? null : prize.amount(), prize.count());
        }
    }

    static CampaignView of(Campaign campaign, byte @Nullable [] seed) {
        return new CampaignView(
                campaign.id,
                campaign.name,
                campaign.state,
                campaign.startsAt,
                campaign.endsAt,
                campaign.claims,
                campaign.currency,
                campaign.prizes.stream().map(line -> PrizeView.of(line.prize())).toList(),
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
