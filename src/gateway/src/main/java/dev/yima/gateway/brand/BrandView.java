package dev.yima.gateway.brand;

import dev.yima.engine.rules.PromotionLaw;
import dev.yima.gateway.brand.HostProof.DnsRecord;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A brand, as its staff see it.
 *
 * @param id its id
 * @param name its name
 * @param host the host that its codes are printed with; null for the deployment's own
 * @param urlBase the part of its printed URLs before the slash
 * @param pendingHost the host that an owner has named and not proven yet; null when there is none
 * @param hostProof the record in the DNS that proves the pending host; null when there is none
 * @param organiser the organiser of its campaigns; null when it is the brand itself
 * @param contact the contact of the organiser
 * @param colour its colour, {@code #rrggbb}
 * @param currency the currency of its money, an ISO 4217 code
 * @param timeZone the time zone of its days and hours, a name of the IANA database
 * @param hasLogo whether there is a logo
 * @param jurisdiction the law that its campaigns are checked against when they are published
 * @param adjustmentLimit the points that one staff key may give and take within 24 hours without approval by a second
 * @param selfScan the claims of consumers that count as the store's own, by which it earns nothing
 */
@Schema(name = "Brand")
public record BrandView(
        UUID id,
        String name,
        @Nullable String host,
        @Schema(examples = "https://q.example.com") String urlBase,
        @Nullable String pendingHost,
        @Nullable DnsRecord hostProof,
        @Nullable String organiser,
        @Nullable String contact,
        String colour,
        @Schema(examples = "CNY") String currency,
        @Schema(examples = "Asia/Shanghai") String timeZone,
        boolean hasLogo,
        PromotionLaw jurisdiction,
        @Schema(examples = "1000") long adjustmentLimit,
        SelfScanScope selfScan) {

    static BrandView of(Brand brand, String urlBase) {
        String pending = brand.pendingHost();
        return new BrandView(
                brand.id(),
                brand.name(),
                brand.host(),
                urlBase,
                pending,
                pending == null ? null : HostProof.record(brand.id(), pending),
                brand.organiser(),
                brand.contact(),
                brand.colour(),
                brand.currency(),
                brand.timeZone().getId(),
                brand.hasLogo(),
                brand.jurisdiction(),
                brand.adjustmentLimit(),
                brand.selfScan());
    }
}
