package dev.yima.gateway.campaign;

import dev.yima.gateway.brand.Brand;
import dev.yima.gateway.campaign.CampaignView.PrizeView;
import dev.yima.gateway.platform.MinorUnits;
import java.text.NumberFormat;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A campaign as everybody may see it: all that must be known before somebody takes part, and all that is needed to
 * check afterwards that nothing was changed.
 *
 * @param id its id
 * @param name its name
 * @param organiser who answers for it
 * @param contact how to reach the organiser, null when the brand has not said
 * @param state whether it is running
 * @param startsAt when claims begin; null for as soon as it was published
 * @param endsAt when claims end; null for an open end: when its packets are used up, or staff end it
 * @param publishedAt when it was published
 * @param endedAt when it was ended
 * @param claims how many packets there are, those with nothing in them included
 * @param currency the currency of its cash
 * @param prizes what can be won, in the order of the lines in the draw
 * @param rules the rules as the commitment is made over them
 * @param commitment the commitment to the draw, in hexadecimal
 * @param seed the seed of the draw, in hexadecimal; null until the campaign has ended
 * @param claimed how many packets were opened, so many rows the export of draws has; null until the campaign has ended
 */
@Schema(name = "PublicCampaign")
public record PublicCampaign(
        UUID id,
        @Schema(examples = "Summer of caps") String name,
        @Schema(examples = "Mountain Spring Drinks Ltd.") String organiser,
        @Nullable String contact,
        @Schema(examples = "ENDED") CampaignState state,
        @Nullable Instant startsAt,
        @Nullable Instant endsAt,
        @Nullable Instant publishedAt,
        @Nullable Instant endedAt,
        @Schema(examples = "1000") int claims,
        @Schema(examples = "CNY") String currency,
        List<PrizeView> prizes,
        String rules,
        @Nullable String commitment,
        @Nullable String seed,
        @Nullable Integer claimed) {

    static PublicCampaign of(
            Campaign campaign, Brand brand, String rules, byte @Nullable [] seed, @Nullable Integer claimed) {
        return new PublicCampaign(
                campaign.id,
                campaign.name,
                brand.answerable(),
                brand.contact(),
                campaign.state,
                campaign.startsAt,
                campaign.endsAt,
                campaign.publishedAt,
                campaign.endedAt,
                campaign.claims,
                campaign.currency,
                campaign.prizes.stream().map(line -> PrizeView.of(line.prize())).toList(),
                rules,
                campaign.commitment == null ? null : HexFormat.of().formatHex(campaign.commitment),
                seed == null ? null : HexFormat.of().formatHex(seed),
                claimed);
    }

    /** What a prize is, for people: an amount of money, or a number of points. */
    public String amount(PrizeView prize, Locale locale) {
        return prize.amountMinor() == null
                ? NumberFormat.getIntegerInstance(locale).format(prize.points())
                : MinorUnits.format(prize.amountMinor(), currency, locale);
    }

    /** A number for people. */
    public String number(int count, Locale locale) {
        return NumberFormat.getIntegerInstance(locale).format(count);
    }

    /** How many packets have nothing in them. */
    public int blanks() {
        return claims - prizes.stream().mapToInt(PrizeView::count).sum();
    }

    /** When claims begin, or began. */
    public @Nullable Instant begins() {
        return startsAt == null ? publishedAt : startsAt;
    }

    /** When claims end, or ended; null for an open end. */
    public @Nullable Instant ends() {
        return endedAt == null ? endsAt : endedAt;
    }
}
