package dev.yima.gateway.lot.assignment;

import dev.yima.codec.Code;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.codec.LotCodec;
import dev.yima.codec.LotNumber;
import dev.yima.codec.OpenResult;
import dev.yima.gateway.lot.catalogue.LotCatalogue;
import dev.yima.gateway.lot.serials.VoidedSerialRepository;
import dev.yima.gateway.lot.serials.VoidedSerialRepository.VoidResult;
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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Misprints of a lot: voids codes, and takes them back before the lot is activated. */
@Path("/api/v1/lots/{number}")
@Tag(name = "Lots")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class MisprintResource {
    private static final int AT_ONCE_MAX = 2_500;

    private final VoidedSerialRepository misprints;
    private final LotCatalogue lots;
    private final CacheInvalidation caches;
    private final CurrentStaff staff;

    MisprintResource(
            VoidedSerialRepository misprints, LotCatalogue lots, CacheInvalidation caches, CurrentStaff staff) {
        this.misprints = misprints;
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
     * @param reason the reason, for the audit and the story of each code
     * @param dryRun whether to tell what would happen instead
     */
    public record Waste(
            @Nullable @Size(max = AT_ONCE_MAX) List<@NotNull @Min(0) @Max(LotCodec.SIZE_MAX - 1) Integer> serials,

            @Nullable @Size(max = AT_ONCE_MAX) List<@NotNull @Size(max = CodeReader.LENGTH_MAX) String> codes,

            @Nullable @Size(max = AT_ONCE_MAX) List<@NotNull @Valid SerialAndCode> pairs,

            @Nullable @PlainText @Schema(examples = "Sheet 12 is smeared")
            String reason,

            @Nullable Boolean dryRun) {
        boolean dry() {
            return Boolean.TRUE.equals(dryRun);
        }
    }

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

    /** Voids misprints. */
    @POST
    @Path("/waste")
    @Operation(
            summary = "Void misprinted codes",
            description =
                    "By serial, by code or by both, which must agree; at most 2,500 of each at once. Repeating changes"
                            + " nothing, and a dry run tells the figures and changes nothing. Takes hold as a freeze"
                            + " does; can be taken back until the lot is activated. Audited, with the reason.")
    public Uni<WastedView> voidMisprints(@PathParam("number") String number, @NotNull @Valid Waste request) {
        LotNumber lot = read(number);
        if (request.dry()) {
            return staff.as(who ->
                            serials(who, lot, request).flatMap(serials -> misprints.wouldVoid(who, lot, serials)))
                    .map(MisprintResource::view);
        }
        return staff.as(who -> serials(who, lot, request)
                        .flatMap(serials -> misprints.voidSerials(who, lot, serials, request.reason())))
                .invoke(() -> caches.announce("lot", lot.text()))
                .map(MisprintResource::view);
    }

    /**
     * The result of taking misprints back.
     *
     * @param restored the number of codes that were void
     */
    @Schema(name = "Restored")
    public record RestoredView(int restored) {}

    /** Takes misprints back. */
    @POST
    @Path("/unwaste")
    @Operation(
            summary = "Take voided codes back, before the lot is activated",
            description = "Named as misprints are, without a reason. A dry run tells the figure and changes nothing."
                    + " Audited.")
    public Uni<RestoredView> restoreMisprints(@PathParam("number") String number, @NotNull @Valid Waste request) {
        LotNumber lot = read(number);
        return staff.as(who -> serials(who, lot, request)
                        .flatMap(serials -> misprints.restore(who, lot, serials, request.dry())))
                .invoke(() -> {
                    if (!request.dry()) {
                        caches.announce("lot", lot.text());
                    }
                })
                .map(RestoredView::new);
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
