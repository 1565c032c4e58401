package dev.yima.gateway.supply.movement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codec.CodeReader;
import dev.yima.gateway.platform.http.Page;
import dev.yima.gateway.platform.http.PlainText;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.platform.staff.StaffQuota.Cost;
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

/** Movements of goods: records batches from devices, and lists the log. */
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

    private final MovementIntake intake;
    private final MovementRepository repository;
    private final ScannedCodes codes;
    private final Pool pool;
    private final CurrentStaff staff;

    MovementResource(
            MovementIntake intake, MovementRepository repository, ScannedCodes codes, Pool pool, CurrentStaff staff) {
        this.intake = intake;
        this.repository = repository;
        this.codes = codes;
        this.pool = pool;
        this.staff = staff;
    }

    /**
     * A batch of movements that a device has scanned.
     *
     * @param device the name of the device, which numbers its movements. Names that begin with {@code phone} and a
     *     space
     *     are those of employees' own phones
     * @param movements the movements, in any order
     */
    @Schema(name = "NewMovements")
    public record Batch(
            @NotNull @PlainText(max = DEVICE_LENGTH_MAX) @Schema(examples = "PDA-7")
            String device,

            @NotNull @Size(min = 1, max = ROWS_MAX) @Schema(implementation = NewMovement[].class)
            List<JsonNode> movements) {}

    /**
     * A movement that a device has scanned.
     *
     * @param sequence its number on the device, which makes it one however often it is sent
     * @param kind shipment, receipt or return
     * @param code the code that was scanned: a pallet, a case, or a box
     * @param partnerId the consignee of a shipment, or the sender of a receipt or a return
     * @param orderNo the order that it belongs to; null for none
     * @param at the moment when it happened, by the device's clock
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

    /** Outcome of a row. */
    @Schema(name = "MovementResult")
    public enum Result {
        /** It is in the log now. */
        RECORDED,
        /** It was there already, reported by this device or by another. */
        ALREADY,
        /** It is not in the log; a rule rejects it. */
        CONFLICT
    }

    /**
     * Outcome of a movement.
     *
     * @param sequence its number on the device; null for a malformed row without one
     * @param result the outcome
     * @param rule the rule that rejects it; {@code sent-already} when the same shipment is in the log under another
     *     number; null for none
     * @param detail the field at fault and its rule; null unless the row is {@code malformed}
     */
    @Schema(name = "MovementRow")
    public record RowView(
            @Nullable @Schema(examples = "4711") Long sequence,
            Result result,

            @Nullable @Schema(
                    enumeration = {
                        "malformed",
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
            String rule,

            @Nullable @Schema(examples = "partnerId must be a UUID, such as 0192f3c1-7a3e-7d21-8e0a-0f5b6c7d8e9f: East")
            String detail) {}

    /**
     * Outcome of a batch.
     *
     * @param rows the outcome of each movement, in the order of the request
     */
    @Schema(name = "MovementRows")
    public record RowsView(List<RowView> rows) {}

    /**
     * A movement in the log.
     *
     * @param id its id
     * @param kind shipment, receipt or return
     * @param code the code that was moved
     * @param partnerId the consignee of a shipment, or the sender of a receipt or a return
     * @param orderNo the order that it belongs to; null for none
     * @param at the moment when it happened
     * @param recordedAt the moment when it was reported
     * @param device the name of the device that reported it
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
        return staff.as(Cost.BATCH, who -> intake.record(who, batch)).map(RowsView::new);
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
        return staff.as(who -> repository
                .list(pool, who.brand(), partner, after == null ? START : after, limit)
                .flatMap(found -> codes.of(
                                who.brand(),
                                found.stream().map(MovementRecord::code).toList())
                        .map(lots -> new Page<>(
                                found.stream().map(one -> view(one, lots)).toList(),
                                found.size() < limit
                                        ? null
                                        : found.get(limit - 1).movement().id().toString()))));
    }

    private static MovementView view(MovementRecord one, ScannedCodes.Lots lots) {
        return new MovementView(
                one.movement().id(),
                one.movement().kind(),
                lots.text(one.code()),
                one.movement().partner().id(),
                one.orderNo(),
                one.movement().at(),
                one.recordedAt(),
                one.device(),
                one.sequence());
    }
}
