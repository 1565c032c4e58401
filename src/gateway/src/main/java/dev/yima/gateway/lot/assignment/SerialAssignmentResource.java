package dev.yima.gateway.lot.assignment;

import dev.yima.codec.Code;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.codec.LotCodec;
import dev.yima.codec.LotNumber;
import dev.yima.codec.OpenResult;
import dev.yima.gateway.lot.catalogue.LotCatalogue;
import dev.yima.gateway.lot.serials.NewRange;
import dev.yima.gateway.lot.serials.RangeView;
import dev.yima.gateway.lot.serials.SerialAssignmentRepository;
import dev.yima.gateway.lot.serials.SerialAssignmentRepository.VoidResult;
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
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Serial assignment: voids misprinted codes of a lot, and assigns ranges to a product and a campaign. */
@Path("/api/v1/lots/{number}")
@Tag(name = "Lots")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class SerialAssignmentResource {
    private static final int AT_ONCE_MAX = 2_500;

    private final SerialAssignmentRepository assignments;
    private final LotCatalogue lots;
    private final CacheInvalidation caches;
    private final CurrentStaff staff;

    SerialAssignmentResource(
            SerialAssignmentRepository assignments, LotCatalogue lots, CacheInvalidation caches, CurrentStaff staff) {
        this.assignments = assignments;
        this.lots = lots;
        this.caches = caches;
        this.staff = staff;
    }

    /**
     * Misprints.
     *
     * @param serials by their serials
     * @param codes by their codes
     * @param pairs by both, which must agree
     * @param dryRun whether to tell what would happen instead
     */
    public record Waste(
            @Nullable @Size(max = AT_ONCE_MAX) List<@NotNull @Min(0) @Max(LotCodec.SIZE_MAX - 1) Integer> serials,

            @Nullable @Size(max = AT_ONCE_MAX) List<@NotNull @Size(max = CodeReader.LENGTH_MAX) String> codes,

            @Nullable @Size(max = AT_ONCE_MAX) List<@NotNull @Valid SerialAndCode> pairs,

            @Nullable Boolean dryRun) {}

    /**
     * A code by both of its names.
     *
     * @param serial its serial
     * @param code the code
     */
    public record SerialAndCode(
            @NotNull @Min(0) @Max(LotCodec.SIZE_MAX - 1) Integer serial,
            @NotNull @Size(max = CodeReader.LENGTH_MAX) String code) {}

    /**
     * The result of voiding misprints.
     *
     * @param voided the number of codes that were not void before
     * @param claimed the number of codes named that had been claimed
     */
    @Schema(name = "Wasted")
    public record WastedView(int voided, long claimed) {}

    /**
     * The ranges of a lot.
     *
     * @param items in the order of their serials
     */
    @Schema(name = "Ranges")
    public record RangesView(List<RangeView> items) {}

    /** Voids misprints. */
    @POST
    @Path("/waste")
    @Operation(
            summary = "Void misprinted codes for good",
            description =
                    "By serial, by code or by both, which must agree; at most 2,500 of each at once. Repeating changes"
                            + " nothing, and a dry run tells the figures and changes nothing. Takes hold as a freeze"
                            + " does. Audited.")
    public Uni<WastedView> voidMisprints(@PathParam("number") String number, @NotNull @Valid Waste request) {
        LotNumber lot = read(number);
        if (Boolean.TRUE.equals(request.dryRun())) {
            return staff.as(who ->
                            serials(who, lot, request).flatMap(serials -> assignments.wouldVoid(who, lot, serials)))
                    .map(SerialAssignmentResource::view);
        }
        return staff.as(who ->
                        serials(who, lot, request).flatMap(serials -> assignments.voidSerials(who, lot, serials)))
                .invoke(() -> caches.announce("lot", lot.text()))
                .map(SerialAssignmentResource::view);
    }

    /** Assigns a range of codes. */
    @POST
    @Path("/ranges")
    @Operation(
            summary = "Bind a range of blank codes to a product and a campaign",
            description = "For codes that were printed first. What the lot itself is bound to, and what another range"
                    + " holds, cannot be bound again. Audited.")
    @APIResponse(responseCode = "201", description = "The range")
    @APIResponseSchema(value = RangeView.class, responseCode = "201")
    public Uni<Response> assign(@PathParam("number") String number, @NotNull @Valid NewRange request) {
        LotNumber lot = read(number);
        if (request.from() > request.to()) {
            throw Problem.invalid("to", "must not be before from");
        }
        if (request.productId() == null && request.campaignId() == null) {
            throw Problem.invalid("productId", "must be given, or campaignId");
        }
        return staff.as(who -> assignments.assign(who, lot, request))
                .invoke(() -> caches.announce("lot", lot.text()))
                .map(range ->
                        Response.status(Response.Status.CREATED).entity(range).build());
    }

    /** Lists the ranges of a lot. */
    @GET
    @Path("/ranges")
    @Operation(summary = "List the ranges of a lot that are bound")
    public Uni<RangesView> ranges(@PathParam("number") String number) {
        LotNumber lot = read(number);
        return staff.as(who -> assignments.ranges(who, lot)).map(RangesView::new);
    }

    private Uni<int[]> serials(Staff who, LotNumber number, Waste request) {
        int[] given = request.serials() == null
                ? new int[0]
                : request.serials().stream().mapToInt(Integer::intValue).toArray();
        List<String> texts = request.codes() == null ? List.of() : request.codes();
        List<SerialAndCode> pairs = request.pairs() == null ? List.of() : request.pairs();
        return lots.find(number)
                .map(found -> found.filter(lot -> lot.brand().id().equals(who.brand()))
                        .orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)))
                .map(lot -> {
                    requireInside(given, lot.codec());
                    IntStream opened = texts.stream().mapToInt(text -> serial(text, lot.codec()));
                    IntStream agreed = IntStream.range(0, pairs.size()).map(i -> serial(i, pairs.get(i), lot.codec()));
                    return IntStream.concat(IntStream.concat(IntStream.of(given), opened), agreed)
                            .toArray();
                });
    }

    private static void requireInside(int[] serials, LotCodec lot) {
        for (int serial : serials) {
            if (serial >= lot.size()) {
                throw Problem.invalid("serials", "must be 0 to " + (lot.size() - 1) + ": " + serial);
            }
        }
    }

    private static int serial(int index, SerialAndCode pair, LotCodec lot) {
        if (CodeReader.read(pair.code()) instanceof Wellformed read
                && lot.open(read.code()) instanceof OpenResult.Genuine genuine
                && genuine.serial() == pair.serial()) {
            return genuine.serial();
        }
        throw Problem.invalid(
                "pairs[" + index + "]", "must be a code of this lot and its own serial: serial=" + pair.serial());
    }

    private static int serial(String text, LotCodec lot) {
        if (CodeReader.read(text) instanceof Wellformed read
                && lot.open(read.code()) instanceof OpenResult.Genuine genuine) {
            return genuine.serial();
        }
        throw Problem.invalid("codes", "must be " + Code.SYMBOLS + " symbols of a code of this lot");
    }

    private static WastedView view(VoidResult result) {
        return new WastedView(result.voided(), result.claimed());
    }

    private static LotNumber read(String number) {
        return LotNumber.read(number).orElseThrow(() -> new Problem(ProblemType.NOT_FOUND));
    }
}
