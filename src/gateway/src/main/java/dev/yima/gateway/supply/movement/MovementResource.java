package dev.yima.gateway.supply.movement;

import dev.yima.codec.CodeReader;
import dev.yima.gateway.platform.http.Page;
import dev.yima.gateway.platform.http.PlainText;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.supply.ScannedCodes;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Where goods go. */
@Path("/api/v1/movements")
@Tag(name = "Movements")
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class MovementResource {
    /** The most movements in a request. */
    static final int ROWS_MAX = 1_000;

    private static final int DEVICE_LENGTH_MAX = 64;
    private static final UUID START = new UUID(0, 0);

    private final MovementIntake movements;
    private final MovementRepository store;
    private final ScannedCodes codes;
    private final Pool pool;
    private final CurrentStaff staff;

    MovementResource(
            MovementIntake movements, MovementRepository store, ScannedCodes codes, Pool pool, CurrentStaff staff) {
        this.movements = movements;
        this.store = store;
        this.codes = codes;
        this.pool = pool;
        this.staff = staff;
    }

    /**
     * What a device has seen.
     *
     * @param device which device; it numbers what it sees. Names that begin with {@code phone} and a space are those of
     *     people who receive goods with their own
     * @param movements what it has seen, in any order
     */
    @Schema(name = "NewMovements")
    public record Batch(
            @NotNull @PlainText(max = DEVICE_LENGTH_MAX) @Schema(examples = "PDA-7")
            String device,

            @NotNull @Size(min = 1, max = ROWS_MAX) List<@NotNull @Valid NewMovement> movements) {}

    /**
     * A movement that a device has seen.
     *
     * @param sequence its number on the device, which makes it one however often it is sent
     * @param kind what happened
     * @param code what was scanned: a pallet, a case, or a box
     * @param partnerId to whom it was sent, who received it, or who gave it back
     * @param orderNo the order that it belongs to
     * @param at when, by the device's clock
     */
    public record NewMovement(
            @NotNull @Min(0) @Schema(examples = "4711") Long sequence,
            Movement.@NotNull Kind kind,

            @NotNull @Size(max = CodeReader.LENGTH_MAX) @Schema(examples = "8KX2W5P3N7QRM4T1")
            String code,

            @NotNull UUID partnerId,

            @Nullable @PlainText(max = DEVICE_LENGTH_MAX) @Schema(examples = "SO-20261125-17")
            String orderNo,

            @NotNull Instant at) {}

    /** What became of a movement. */
    public enum Result {
        /** It is in the log now. */
        RECORDED,
        /** It was there already, told by this device or by another. */
        ALREADY,
        /** It is not in the log; the rule says why. */
        CONFLICT
    }

    /**
     * What became of a movement.
     *
     * @param sequence its number on the device
     * @param result what became of it
     * @param rule why it is not in the log; {@code sent-already} when the shipment is, told under another number
     */
    @Schema(name = "MovementRow")
    public record RowView(
            @Schema(examples = "4711") long sequence,
            Result result,

            @Nullable @Schema(
                    enumeration = {
                        "sequence-reused",
                        "not-a-code",
                        "wrong-kind",
                        "void-code",
                        "no-such-partner",
                        "in-the-future",
                        "too-long-ago",
                        "sent-already",
                        "elsewhere",
                        "not-there",
                        "part-elsewhere",
                        "contradicts-later"
                    })
            String rule) {}

    /**
     * What became of a batch.
     *
     * @param rows each movement, in the order of the request
     */
    @Schema(name = "MovementRows")
    public record RowsView(List<RowView> rows) {}

    /**
     * A movement in the log.
     *
     * @param id its id
     * @param kind what happened
     * @param code what was moved
     * @param partnerId to whom, by whom or from whom
     * @param orderNo the order that it belongs to
     * @param at when it happened
     * @param recordedAt when it was told
     * @param device which device told it
     * @param sequence its number on the device
     */
    @Schema(name = "Movement")
    public record MovementView(
            UUID id,
            Movement.Kind kind,
            @Schema(examples = "8KX2W5P3N7QRM4T1") String code,
            UUID partnerId,
            @Nullable String orderNo,
            Instant at,
            Instant recordedAt,
            @Schema(examples = "PDA-7") String device,
            @Schema(examples = "4711") long sequence) {}

    /** Records movements. */
    @POST
    @Operation(summary = "Record movements of goods", description = """
                    What a warehouse's or a dealer's device has seen, up to 1,000 rows and 256 KiB. Batches may come \
                    late, in any order, and twice: a row is known by its device and `sequence`. Each row is judged \
                    at its own `at`, by what happened before and what is recorded of later, and answered by itself; \
                    a row that is not recorded names the rule, and can be sent again.""")
    public Uni<RowsView> record(@NotNull @Valid Batch batch) {
        return staff.as(who -> movements.record(who, batch)).map(RowsView::new);
    }

    /** Lists movements. */
    @GET
    @Operation(
            summary = "List movements",
            description = "Of everybody, or of one partner, in the order in which they were recorded.")
    public Uni<Page<MovementView>> list(
            @Nullable @QueryParam("partner") UUID partner,
            @Nullable @QueryParam("after") UUID after,
            @QueryParam("limit") @DefaultValue(Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit) {
        return staff.as(who -> store.list(pool, who.brand(), partner, after == null ? START : after, limit)
                .flatMap(found -> codes.of(
                                who.brand(),
                                found.stream().map(MovementRecord::code).toList())
                        .map(lots -> new Page<>(
                                found.stream().map(one -> view(one, lots)).toList(),
                                found.size() < limit
                                        ? null
                                        : found.get(limit - 1).move().id().toString()))));
    }

    private static MovementView view(MovementRecord one, ScannedCodes.Lots lots) {
        return new MovementView(
                one.move().id(),
                one.move().kind(),
                lots.text(one.code()),
                one.move().partner().id(),
                one.orderNo(),
                one.move().at(),
                one.recordedAt(),
                one.device(),
                one.sequence());
    }
}
