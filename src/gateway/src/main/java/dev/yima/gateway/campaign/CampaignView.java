package dev.yima.gateway.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.yima.engine.Conditions;
import dev.yima.engine.Conditions.People;
import dev.yima.engine.DrawKind;
import dev.yima.engine.Odds;
import dev.yima.engine.Prize;
import dev.yima.engine.PrizeKind;
import dev.yima.gateway.campaign.ConditionViews.HoursView;
import dev.yima.gateway.campaign.ConditionViews.LimitsView;
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
 * @param draw how prizes are drawn
 * @param prizes what can be won
 * @param zone whose clock and calendar hours and days are told by
 * @param hours the hours of each day in which claims are taken; null for all of them
 * @param people who takes part
 * @param limits how much it gives at most
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
        @Schema(examples = "EXACT") DrawKind draw,
        List<PrizeView> prizes,
        @Schema(examples = "Asia/Shanghai") String zone,
        @Nullable HoursView hours,
        @Schema(examples = "ALL") People people,
        LimitsView limits,
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
     * @param perMillion where the draw is by {@code ODDS}: of a million claims, how many win this line on average
     * @param fallback the line that is won instead when no prize of this one is left
     */
    @Schema(name = "Prize")
    public record PrizeView(
            @Schema(examples = "CASH") PrizeKind kind,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable @Schema(examples = "188")
            Long amountMinor,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long points,

            @Schema(examples = "100") int count,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer perMillion,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer fallback) {
        static PrizeView of(Prize prize) {
            boolean cash = prize.kind() == PrizeKind.CASH;
            return new PrizeView(
                    prize.kind(),
                    cash ? prize.amount() : null,
                    cash ? null : prize.amount(),
                    prize.count(),
                    prize.odds().map(Odds::perMillion).orElse(null),
                    prize.odds().flatMap(Odds::fallback).orElse(null));
        }
    }

    static CampaignView of(Campaign campaign, byte @Nullable [] seed) {
        Conditions conditions = campaign.rules().conditions();
        return new CampaignView(
                campaign.id,
                campaign.name,
                campaign.state,
                campaign.startsAt,
                campaign.endsAt,
                campaign.claims,
                campaign.currency,
                campaign.draw,
                campaign.prizes.stream().map(line -> PrizeView.of(line.prize())).toList(),
                conditions.zone().getId(),
                conditions.hours().map(HoursView::of).orElse(null),
                conditions.people(),
                LimitsView.of(conditions.limits()),
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
