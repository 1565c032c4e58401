package dev.yima.gateway.lot.catalogue;

import dev.yima.codec.CodeKind;
import dev.yima.codec.LotCodec;
import dev.yima.codec.LotNumber;
import dev.yima.codec.Pack;
import dev.yima.engine.scan.LotState;
import dev.yima.engine.scan.StopReason;
import dev.yima.gateway.brand.BrandRepository;
import dev.yima.gateway.idempotency.AnsweredAnew;
import dev.yima.gateway.lot.serials.SerialOverridesReader;
import dev.yima.gateway.platform.config.PublicAddress;
import dev.yima.gateway.platform.http.Page;
import dev.yima.gateway.platform.http.PlainText;
import dev.yima.gateway.platform.redis.CacheInvalidation;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Lots of codes. */
@Path("/api/v1/lots")
@Tag(name = "Lots")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class LotResource {
    private final LotRepository lots;
    private final BrandRepository brands;
    private final SerialOverridesReader overrides;
    private final PublicAddress address;
    private final TestLotEnd tests;
    private final CacheInvalidation caches;
    private final CurrentStaff staff;

    LotResource(
            LotRepository lots,
            BrandRepository brands,
            SerialOverridesReader overrides,
            PublicAddress address,
            TestLotEnd tests,
            CacheInvalidation caches,
            CurrentStaff staff) {
        this.lots = lots;
        this.brands = brands;
        this.overrides = overrides;
        this.address = address;
        this.tests = tests;
        this.caches = caches;
        this.staff = staff;
    }

    /**
     * A lot to be made.
     *
     * @param kind the purpose of its codes
     * @param size the number of its codes
     * @param productId its product, if it is known already
     * @param campaignId its campaign, if it is known already
     * @param label its name among staff
     * @param order the number of the order that it is a part of
     * @param parent the lot whose codes are on the packs of this one's
     * @param pack the number of its codes in one pack; with {@code parent} only
     * @param test whether it is a test lot: its campaign has test lots only, and the sandbox alone pays what it wins
     */
    public record NewLot(
            @NotNull @Schema(examples = "ITEM_INNER") CodeKind kind,

            @NotNull @Min(1) @Max(LotCodec.SIZE_MAX) @Schema(examples = "100000")
            Integer size,

            @Nullable UUID productId,
            @Nullable UUID campaignId,

            @Nullable @PlainText @Schema(examples = "Line 3, week 28")
            String label,

            @Nullable @PlainText(max = 40) @Schema(examples = "261125-7F3K9Q")
            String order,

            @Nullable @Schema(examples = "9K2M") String parent,

            @Nullable @Min(1) @Max(Pack.SIZE_MAX) @Schema(examples = "24")
            Integer pack,

            @Nullable Boolean test) {
        boolean forTests() {
            return Boolean.TRUE.equals(test);
        }

        @Nullable Integer parentNumber() {
            return parent == null
                    ? null
                    : LotNumber.read(parent)
                            .orElseThrow(() -> Problem.invalid("parent", "must be the number of a lot"))
                            .value();
        }
    }

    /**
     * The key of a lot.
     *
     * @param key 32 bytes, in base64
     */
    public record KeyView(
            @Schema(examples = "q83vEjRWeJq83vEjRWeJq83vEjRWeJq83vEjRWeJq80=")
            String key) {}

    /** Makes a lot. */
    @POST
    @Operation(
            summary = "Make a lot",
            description = "One row, whatever its size. Its codes are minted by whoever has its key.")
    @APIResponse(responseCode = "201", description = "The lot")
    @APIResponseSchema(value = LotView.class, responseCode = "201")
    public Uni<Response> make(
            @NotNull @Valid NewLot request,
            @Nullable @Size(max = 128) @HeaderParam("Idempotency-Key") String requestKey) {
        return staff.as(who -> lots.make(who, request, requestKey).flatMap(this::view))
                .map(lot -> Response.status(Response.Status.CREATED).entity(lot).build());
    }

    /** Lists the lots, by number. */
    @GET
    @Operation(summary = "List the lots")
    public Uni<Page<LotView>> list(
            @QueryParam("limit") @DefaultValue(Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit,
            @Nullable @QueryParam("after") String after,
            @Nullable @Parameter(description = "Only the lots of this order") @QueryParam("order") String order) {
        int start = after == null
                ? -1
                : LotNumber.read(after)
                        .orElseThrow(() -> Problem.invalid("after", "must be the number of a lot"))
                        .value();
        return staff.as(who -> lots.list(who, limit, start, order)
                .flatMap(found -> views(who.brand(), found))
                .map(views -> new Page<>(
                        views,
                        views.size() < limit ? null : views.get(limit - 1).number())));
    }

    /** Shows one lot. */
    @GET
    @Path("/{number}")
    @Operation(summary = "Show a lot", description = "With how many of its codes were scanned and claimed.")
    public Uni<LotView> show(@PathParam("number") String number) {
        LotNumber wanted = read(number);
        return staff.as(who -> lots.find(who, wanted).flatMap(this::view))
                .flatMap(lot -> lots.counts(wanted).map(counts -> lot.counted(counts.scanned(), counts.claimed())));
    }

    /**
     * A wish for the key of a lot.
     *
     * @param reason the reason for the audit; needed once the lot has been activated
     */
    @Schema(name = "KeyRequest")
    public record KeyRequest(
            @Nullable @PlainText @Schema(examples = "The printing house lost sheets 12 to 14")
            String reason) {}

    /** Hands out the key of a lot. */
    @POST
    @Path("/{number}/key")
    @AnsweredAnew
    @Operation(
            summary = "Hand out the key of a lot",
            description = "Whoever has it can mint the codes of this lot. Once the lot has been activated, owners alone"
                    + " get it, and give a reason. Audited.")
    public Uni<KeyView> key(
            @PathParam("number") String number, @Nullable @Valid @RequestBody(required = false) KeyRequest request) {
        LotNumber wanted = read(number);
        String reason = request == null ? null : request.reason();
        return staff.as(who -> lots.releaseKey(who, wanted, reason)
                .flatMap(lot -> brands.key(lot.brandId))
                .map(key -> new KeyView(
                        Base64.getEncoder().encodeToString(key.lotKey(wanted).bytes()))));
    }

    /** Puts a lot on sale. */
    @POST
    @Path("/{number}/activate")
    @Operation(summary = "Activate a lot", description = "From now on its codes verify and pay.")
    public Uni<LotView> activate(@PathParam("number") String number) {
        return act(number, LotAction.ACTIVATE, null);
    }

    /**
     * A stop of a lot.
     *
     * @param reason the reason, which people who hold its items are told; null for none
     */
    @Schema(name = "Stop")
    public record Stop(
            @Nullable @Schema(examples = "LEAKED") StopReason reason) {}

    /** Freezes a lot. */
    @POST
    @Path("/{number}/freeze")
    @Operation(
            summary = "Freeze a lot",
            description = "Takes hold on every replica within five seconds. The reason decides what those who hold its"
                    + " items are told; the same call with another reason changes it.")
    public Uni<LotView> freeze(@PathParam("number") String number, @Nullable @Valid Stop stop) {
        return act(number, LotAction.FREEZE, stop);
    }

    /** Unfreezes a lot. */
    @POST
    @Path("/{number}/unfreeze")
    @Operation(summary = "Unfreeze a lot")
    public Uni<LotView> unfreeze(@PathParam("number") String number) {
        return act(number, LotAction.UNFREEZE, null);
    }

    /** Withdraws a lot. */
    @POST
    @Path("/{number}/void")
    @Operation(
            summary = "Withdraw a lot for good",
            description = "The reason decides what those who hold its items are told; without one that of the freeze"
                    + " stays. The same call with another reason changes it. Of a test lot, what its codes won and"
                    + " nobody received, redeemed or opened ends now and goes back.")
    public Uni<LotView> voidForGood(@PathParam("number") String number, @Nullable @Valid Stop stop) {
        return act(number, LotAction.VOID, stop);
    }

    private Uni<LotView> act(String number, LotAction action, @Nullable Stop stop) {
        LotNumber wanted = read(number);
        return staff.as(who -> lots.act(who, wanted, action, stop == null ? null : stop.reason())
                .invoke(() -> caches.announce("lot", wanted.text()))
                .call(lot -> lot.test && lot.state == LotState.VOID
                        ? tests.end(wanted)
                        : Uni.createFrom().voidItem())
                .flatMap(this::view));
    }

    private Uni<LotView> view(Lot lot) {
        return views(lot.brandId, List.of(lot)).map(views -> views.get(0));
    }

    private Uni<List<LotView>> views(UUID brandId, List<Lot> found) {
        List<Integer> numbers = found.stream().map(lot -> lot.number).toList();
        return Uni.combine()
                .all()
                .unis(brands.find(brandId), overrides.honeyCounts(numbers))
                .with((brand, honeys) -> found.stream()
                        .map(lot -> LotView.of(lot, address.of(brand.host()), honeys.getOrDefault(lot.number, 0)))
                        .toList());
    }

    private static LotNumber read(String number) {
        return LotNumber.read(number).orElseThrow(() -> new Problem(ProblemType.NOT_FOUND));
    }
}
