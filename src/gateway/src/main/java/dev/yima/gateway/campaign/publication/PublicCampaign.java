package dev.yima.gateway.campaign.publication;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.yima.engine.place.Region;
import dev.yima.engine.prize.DrawKind;
import dev.yima.engine.prize.Odds;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.gateway.brand.Brand;
import dev.yima.gateway.campaign.draft.BonusViews.GivenBonus;
import dev.yima.gateway.campaign.draft.BonusViews.MultiplierView;
import dev.yima.gateway.campaign.draft.Campaign;
import dev.yima.gateway.campaign.draft.CampaignState;
import dev.yima.gateway.campaign.draft.CampaignTerms;
import dev.yima.gateway.campaign.draft.ConditionForm.People;
import dev.yima.gateway.campaign.draft.PrizeView;
import dev.yima.gateway.platform.http.MinorUnits;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
 * @param terms its rules
 * @param rules the rules as the commitment is made over them
 * @param commitment the commitment to the draw, in hexadecimal
 * @param versions every version of the rules that held, the first one first; the last is the one above
 * @param seed the seed of the draw, in hexadecimal; null until the campaign has ended
 * @param claimed how many packets were opened, so many rows the export of draws has; null until the campaign has ended
 */
// For the order in openapi.yaml: without it, the fields of the terms come in that of a hash table.
@JsonPropertyOrder({
    "id",
    "name",
    "organiser",
    "contact",
    "state",
    "startsAt",
    "endsAt",
    "publishedAt",
    "endedAt",
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
    "rules",
    "commitment",
    "versions",
    "seed",
    "claimed"
})
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
        @JsonUnwrapped CampaignTerms terms,
        String rules,
        @Nullable String commitment,
        List<Version> versions,
        @Nullable String seed,
        @Nullable Integer claimed) {

    /**
     * A version of the rules.
     *
     * @param version its number, from 1
     * @param publishedAt since when it holds
     * @param rules its text
     * @param commitment the commitment that was made over it, in hexadecimal
     */
    @Schema(name = "RulesVersion")
    public record Version(@Schema(examples = "1") int version, Instant publishedAt, String rules, String commitment) {
        private static Version of(RulesVersion version) {
            return new Version(
                    version.version,
                    version.publishedAt,
                    version.rules,
                    HexFormat.of().formatHex(version.commitment));
        }
    }

    static PublicCampaign of(
            Campaign campaign,
            List<RulesVersion> versions,
            Brand brand,
            byte @Nullable [] seed,
            @Nullable Integer claimed) {
        CampaignRules promised = campaign.rules();
        List<Version> told = versions.stream().map(Version::of).toList();
        Version holds = told.get(told.size() - 1);
        return new PublicCampaign(
                campaign.id,
                campaign.name,
                brand.answerable(),
                brand.contact(),
                campaign.state,
                promised.period().startsAt().orElse(null),
                promised.period().endsAt().orElse(null),
                campaign.publishedAt,
                campaign.endedAt,
                CampaignTerms.of(promised),
                holds.rules,
                holds.commitment,
                told,
                seed == null ? null : HexFormat.of().formatHex(seed),
                claimed);
    }

    /** Whether prizes are drawn by odds. */
    public boolean byOdds() {
        return terms.draw() == DrawKind.ODDS;
    }

    /** Whether a prize is locked or waits. */
    public boolean somethingWaits() {
        return Stream.concat(terms.prizes().stream(), terms.bonuses().stream().map(GivenBonus::prize))
                .anyMatch(prize -> prize.lockedDays() != null || prize.pendingDays() != null);
    }

    /** Whether it is for people who are new to the brand. */
    public boolean forNewPeople() {
        return terms.people() == People.NEW;
    }

    /** The odds of a prize, for people. */
    public String odds(PrizeView prize, Locale locale) {
        NumberFormat percent = NumberFormat.getPercentInstance(locale);
        percent.setMaximumFractionDigits(4);
        return percent.format((prize.perMillion() == null ? 0 : prize.perMillion()) / (double) Odds.MILLION);
    }

    /** An amount of its money, for people. */
    public String money(long minor, Locale locale) {
        return MinorUnits.format(minor, terms.currency(), locale);
    }

    /** A prize, for people: an amount of money, a number of points, a range of either, or its title. */
    public String amount(PrizeView prize, Locale locale) {
        if (prize.amountMinor() != null) {
            String least = money(prize.amountMinor(), locale);
            return prize.amountMaxMinor() == null ? least : least + " – " + money(prize.amountMaxMinor(), locale);
        }
        if (prize.points() != null) {
            String least = number(prize.points(), locale);
            return prize.pointsMax() == null ? least : least + " – " + number(prize.pointsMax(), locale);
        }
        return prize.title() == null ? "" : prize.title();
    }

    /** The greatest number of points of a prize; 0 for none. */
    public long most(PrizeView prize) {
        Long points = prize.pointsMax() == null ? prize.points() : prize.pointsMax();
        return points == null ? 0 : points;
    }

    /** The days of a multiplier, for people. */
    public String days(MultiplierView multiplier, Locale locale) {
        Stream<String> weekdays = Stream.ofNullable(multiplier.weekdays())
                .flatMap(List::stream)
                .map(day -> day.getDisplayName(TextStyle.FULL, locale));
        Stream<String> dates =
                Stream.ofNullable(multiplier.dates()).flatMap(List::stream).map(LocalDate::toString);
        return Stream.concat(weekdays, dates).collect(Collectors.joining(", "));
    }

    /** The regions, for people. */
    public String places(Locale locale) {
        String comma = locale.getLanguage().equals(Locale.CHINESE.getLanguage()) ? "、" : ", ";
        return terms.regions().stream()
                .map(code -> Region.of(code).name(locale))
                .collect(Collectors.joining(comma));
    }

    /** A number for people. */
    public String number(Number count, Locale locale) {
        return NumberFormat.getIntegerInstance(locale).format(count);
    }

    /** The number of packets with nothing in them. */
    public int blanks() {
        return byOdds()
                ? 0
                : terms.claims()
                        - terms.prizes().stream().mapToInt(PrizeView::count).sum();
    }

    /** The beginning of claims. */
    public @Nullable Instant begins() {
        return startsAt == null ? publishedAt : startsAt;
    }

    /** The end of claims; null for an open end. */
    public @Nullable Instant ends() {
        return endedAt == null ? endsAt : endedAt;
    }
}
