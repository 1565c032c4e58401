package dev.yima.gateway.brand;

import dev.yima.engine.rules.PromotionLaw;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A brand.
 *
 * @param id its id
 * @param name its name
 * @param host the host that its codes are printed with; null for the deployment's own
 * @param pendingHost the host that an owner has named and not proven yet; null when there is none
 * @param organiser the organiser of its campaigns; null when it is the brand itself
 * @param contact the contact of the organiser
 * @param colour its colour, {@code #rrggbb}
 * @param currency the currency of its money, an ISO 4217 code
 * @param timeZone the time zone of its days and hours
 * @param hasPublished whether it ever published a campaign: from then on it keeps currency and time zone
 * @param hasLogo whether there is a logo
 * @param jurisdiction the law that its campaigns are checked against when they are published
 * @param adjustmentLimit the points that one staff key may give and take within 24 hours without approval by a second
 * @param selfScan the claims of consumers that count as the store's own, by which it earns nothing
 */
public record Brand(
        UUID id,
        String name,
        @Nullable String host,
        @Nullable String pendingHost,
        @Nullable String organiser,
        @Nullable String contact,
        String colour,
        String currency,
        ZoneId timeZone,
        boolean hasPublished,
        boolean hasLogo,
        PromotionLaw jurisdiction,
        long adjustmentLimit,
        SelfScanScope selfScan) {

    /** The party responsible for its campaigns: the organiser, or the brand itself. */
    public String answerable() {
        return organiser == null ? name : organiser;
    }
}
