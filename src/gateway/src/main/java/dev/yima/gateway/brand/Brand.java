package dev.yima.gateway.brand;

import dev.yima.engine.rules.PromotionLaw;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A brand.
 *
 * @param id its id
 * @param name its name
 * @param host the host that its codes are printed with
 * @param organiser who answers for its campaigns, where it is not the brand itself
 * @param contact how to reach the organiser
 * @param colour its colour, {@code #rrggbb}
 * @param currency the currency of its prizes, an ISO 4217 code
 * @param hasLogo whether there is a logo
 * @param jurisdiction the law that its campaigns are checked against when they are published
 * @param adjustmentLimit how many points a staff key gives and takes within 24 hours without a second one
 * @param selfScan how close a consumer may be to a store's people before the store earns nothing by them
 */
public record Brand(
        UUID id,
        String name,
        @Nullable String host,
        @Nullable String organiser,
        @Nullable String contact,
        String colour,
        String currency,
        boolean hasLogo,
        PromotionLaw jurisdiction,
        @Schema(examples = "1000") long adjustmentLimit,
        SelfScanScope selfScan) {

    /** Who answers for its campaigns: the organiser that it names, or the brand itself. */
    public String answerable() {
        return organiser == null ? name : organiser;
    }
}
