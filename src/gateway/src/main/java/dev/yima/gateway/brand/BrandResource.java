package dev.yima.gateway.brand;

import dev.yima.engine.prize.Prize;
import dev.yima.engine.rules.PromotionLaw;
import dev.yima.gateway.platform.http.CurrencyCode;
import dev.yima.gateway.platform.http.PlainText;
import dev.yima.gateway.platform.http.ZoneName;
import dev.yima.gateway.platform.redis.CacheInvalidation;
import dev.yima.gateway.platform.staff.AuditChange;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Brands, as staff see them. */
@Path("/api/v1")
@Tag(name = "Brands")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Cancellable(false)
public class BrandResource {
    private static final String PNG_TYPE = "image/png";
    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?";
    private static final String HOST = LABEL + "(\\." + LABEL + ")*(:[0-9]{1,5})?";
    private static final String HOST_RULE = "must be a host name, with a port if need be";
    private static final String COLOUR_RULE = "must be # and six hexadecimal digits";
    private static final int LOGO_BYTES_MAX = 16_384;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private final Pool pool;
    private final BrandRepository brands;
    private final StaffKeyRepository keys;
    private final BrandHosts hosts;
    private final CacheInvalidation caches;
    private final CurrentStaff staff;
    private final AuditLog audit;

    BrandResource(
            Pool pool,
            BrandRepository brands,
            StaffKeyRepository keys,
            BrandHosts hosts,
            CacheInvalidation caches,
            CurrentStaff staff,
            AuditLog audit) {
        this.pool = pool;
        this.brands = brands;
        this.keys = keys;
        this.hosts = hosts;
        this.caches = caches;
        this.staff = staff;
        this.audit = audit;
    }

    /**
     * A further brand.
     *
     * @param name its name
     * @param host the host that its codes will be printed with
     * @param currency the currency of its money; left out, yuan
     * @param timeZone the time zone of its days and hours; left out, China's
     */
    public record NewBrand(
            @NotNull @PlainText @Schema(examples = "Mountain Spring")
            String name,

            @Nullable @Size(max = 253) @Pattern(regexp = HOST, message = HOST_RULE) @Schema(examples = "q.example.com")
            String host,

            @Nullable @CurrencyCode @Schema(examples = "JPY")
            String currency,

            @Nullable @ZoneName @Schema(examples = "Asia/Tokyo")
            String timeZone) {}

    /**
     * A brand that was made.
     *
     * @param id its id
     * @param key the key of its owner, never shown again
     */
    public record MadeBrand(
            UUID id, @Schema(examples = "yk_Zm9v…") String key) {}

    /**
     * A change of one's own brand; what is left out stays as it is.
     *
     * @param name its name
     * @param host the host that its codes are printed with; pending until the DNS proves it, for owners only
     * @param organiser the organiser of its campaigns
     * @param contact the contact of the organiser
     * @param colour its colour, as six hexadecimal digits
     * @param logo a PNG file, in base64
     * @param jurisdiction the law that its campaigns are checked against when they are published; for owners only
     * @param adjustmentLimit the points that one staff key may give and take within 24 hours without approval by a
     *     second; for owners only
     * @param selfScan the claims of consumers that count as a store's own; for owners only
     * @param currency the currency of its money, until its first campaign is published; for owners only
     * @param timeZone the time zone of its days and hours, until then too; for owners only
     */
    @SuppressWarnings("ArrayRecordComponent") // Jackson reads base64 into it; nobody compares changes
    public record Change(
            @Nullable @PlainText @Schema(examples = "Mountain Spring")
            String name,

            @Nullable @Size(max = 253) @Pattern(regexp = HOST, message = HOST_RULE) @Schema(examples = "q.example.com")
            String host,

            @Nullable @PlainText @Schema(examples = "Mountain Spring Drinks Ltd.")
            String organiser,

            @Nullable @PlainText @Schema(examples = "+86 20 1234 5678")
            String contact,

            @Nullable @Pattern(regexp = "#[0-9a-fA-F]{6}", message = COLOUR_RULE) @Schema(examples = "#0a7d5a")
            String colour,

            byte @Nullable [] logo,
            @Nullable PromotionLaw jurisdiction,

            @Nullable @Min(0) @Max(Prize.AMOUNT_MAX) @Schema(examples = "1000")
            Long adjustmentLimit,

            @Nullable @Schema(examples = "SAME_DEVICE") SelfScanScope selfScan,

            @Nullable @CurrencyCode @Schema(examples = "JPY")
            String currency,

            @Nullable @ZoneName @Schema(examples = "Asia/Tokyo")
            String timeZone) {
        /** The fields that it changes and that owners alone may change. */
        private List<String> forOwners() {
            Map<String, Optional<?>> fields = new LinkedHashMap<>();
            fields.put("host", Optional.ofNullable(host));
            fields.put("jurisdiction", Optional.ofNullable(jurisdiction));
            fields.put("adjustmentLimit", Optional.ofNullable(adjustmentLimit));
            fields.put("selfScan", Optional.ofNullable(selfScan));
            fields.put("currency", Optional.ofNullable(currency));
            fields.put("timeZone", Optional.ofNullable(timeZone));
            fields.values().removeIf(Optional::isEmpty);
            return List.copyOf(fields.keySet());
        }

        /** Fails with a problem where it would give money that is promised another unit, or another day. */
        private void mustFit(Brand brand) {
            if (brand.hasPublished()
                    && (changes(currency, brand.currency())
                            || changes(timeZone, brand.timeZone().getId()))) {
                throw new Problem(
                        ProblemType.WRONG_STATE,
                        "currency and timeZone stay as they are from the first published campaign on");
            }
        }

        private static boolean changes(@Nullable String value, String before) {
            return value != null && !value.equals(before);
        }
    }

    /** Makes a brand. */
    @POST
    @Path("/brands")
    @RolesAllowed(Staff.FOUNDER)
    @Operation(summary = "Make a further brand", description = """
                    Only for founders. A brand has one currency and one time zone: amounts are in minor units of the \
                    first, days and hours by the second.""")
    @APIResponse(responseCode = "201", description = "The brand and its owner key, shown once")
    @APIResponseSchema(value = MadeBrand.class, responseCode = "201")
    public Uni<Response> make(@NotNull @Valid NewBrand brand) {
        String key = keys.generate();
        String currency = Objects.requireNonNullElse(brand.currency(), BrandRepository.CURRENCY_DEFAULT);
        ZoneId timeZone = brand.timeZone() == null ? BrandRepository.TIME_ZONE_DEFAULT : ZoneId.of(brand.timeZone());
        return staff.as(who -> pool.withTransaction(tx -> brands.insert(
                        tx, brand.name(), hosts.stored(brand.host()), currency, timeZone)
                .call(id -> keys.insert(tx, id, key, Staff.Role.OWNER))
                .call(id -> audit.write(tx, who, "brand.make", id.toString()))
                .map(id -> Response.status(Response.Status.CREATED)
                        .entity(new MadeBrand(id, key))
                        .build())));
    }

    /** Shows one's own brand. */
    @GET
    @Path("/brand")
    @RolesAllowed(Staff.ROLE)
    @Operation(summary = "Show one's own brand")
    public Uni<BrandView> show() {
        return staff.as(who -> brands.find(who.brand()).map(hosts::view));
    }

    /** Changes one's own brand. */
    @PATCH
    @Path("/brand")
    @RolesAllowed(Staff.ROLE)
    @Operation(summary = "Change one's own brand", description = """
                    What is left out stays as it is. A `host` is `pendingHost`, and codes are printed with the old \
                    one, until the DNS has the record `hostProof`; naming it again looks for it. Naming the \
                    deployment's own host needs no proof. Only owners change `host`, `jurisdiction`, \
                    `adjustmentLimit`, `selfScan`, `currency` and `timeZone`; the last two until the first campaign \
                    is published. Audited.""")
    public Uni<BrandView> change(@NotNull @Valid Change change) {
        if (change.logo() != null && !isSmallPng(change.logo())) {
            throw Problem.invalid("logo", "must be a PNG file of at most " + LOGO_BYTES_MAX + " bytes");
        }
        return staff.as(who -> {
            if (!who.role().owns() && !change.forOwners().isEmpty()) {
                throw new Problem(
                        ProblemType.FORBIDDEN,
                        "only owners change " + change.forOwners().get(0));
            }
            String host = change.host();
            return host == null
                    ? change(who, change, tx -> Uni.createFrom().item(List.of()))
                    : hosts.isProven(who.brand(), host)
                            .flatMap(proven -> change(who, change, tx -> hosts.assign(tx, who, host, proven)));
        });
    }

    /** Changes a brand, its host first; those who lose the host are announced, too. */
    private Uni<BrandView> change(Staff who, Change change, Function<SqlConnection, Uni<List<UUID>>> hostFirst) {
        String subject = who.brand().toString();
        return pool.withTransaction(tx -> hostFirst
                        .apply(tx)
                        .flatMap(others -> brands.lock(tx, who.brand())
                                .invoke(change::mustFit)
                                .flatMap(before -> brands.update(tx, who.brand(), change)
                                        .call(after -> audit.write(
                                                tx, who, "brand.change", subject, new AuditChange(before, after))))
                                .map(brand -> Map.entry(brand, others))))
                .invoke(changed -> {
                    caches.announce("brand", who.brand());
                    changed.getValue().forEach(other -> caches.announce("brand", other));
                })
                .map(changed -> hosts.view(changed.getKey()));
    }

    /** A brand's logo. */
    @GET
    @Path("/brands/{id}/logo")
    @Produces(PNG_TYPE)
    @Operation(summary = "The logo of a brand", description = "Public: the consumer's page shows it.")
    @APIResponse(responseCode = "200", description = "A PNG file", content = @Content(mediaType = PNG_TYPE))
    public Uni<Response> logo(@PathParam("id") UUID id) {
        return brands.logo(id)
                .map(logo -> Response.ok(logo.orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)), PNG_TYPE)
                        .header("Cache-Control", "public, max-age=300")
                        .build());
    }

    private static boolean isSmallPng(byte[] logo) {
        return logo.length <= LOGO_BYTES_MAX && Arrays.mismatch(logo, PNG) == PNG.length;
    }
}
