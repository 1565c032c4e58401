package dev.yima.gateway.supply.opening;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.http.Page;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.supply.ScannedCodes;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lists of the cases that stores opened, and of the disputes about them. */
@Path("/api/v1")
@Tag(name = "Partners")
@RolesAllowed(Staff.ROLE)
@NonBlocking
public class CaseOpeningResource {
    private static final Cursor START = new Cursor(Instant.parse("9999-01-01T00:00:00Z"), new CodeRef(0, 0));

    private final CaseOpeningRepository repository;
    private final ScannedCodes codes;
    private final Pool pool;
    private final CurrentStaff staff;

    CaseOpeningResource(CaseOpeningRepository repository, ScannedCodes codes, Pool pool, CurrentStaff staff) {
        this.repository = repository;
        this.codes = codes;
        this.pool = pool;
        this.staff = staff;
    }

    /**
     * An opened case.
     *
     * @param code its inside code
     * @param storeId the store that opened it
     * @param store the store's name
     * @param memberId the employee who scanned it
     * @param openedAt the moment of the opening
     * @param inheritedFrom the label that was scanned, where this one replaced it later; null for the scanned one
     */
    @Schema(name = "CaseOpening")
    public record OpeningView(
            @Schema(examples = "8KX2W5P3N7QRM4T1") String code,
            UUID storeId,
            @Schema(examples = "Corner shop, Renmin Road") String store,
            UUID memberId,
            Instant openedAt,

            @Nullable @Schema(examples = "0C1S1YNT84EZMPS4") String inheritedFrom) {}

    /**
     * An attempt of a store to open a case that another store had opened, or that was shipped to another partner.
     *
     * @param kind the reason for the dispute
     * @param code the case's inside code
     * @param storeId the store
     * @param store the store's name
     * @param memberId the employee who scanned
     * @param triedAt the moment of the first attempt
     * @param openedBy the store that opened the case
     * @param openedByName its name
     * @param openedAt the moment of the opening
     * @param sentTo the partner who had the case by its route then; null for a second store
     * @param sentToName that partner's name
     */
    @Schema(name = "CaseConflict")
    public record ConflictView(
            @Schema(enumeration = {"SECOND_STORE", "SENT_ELSEWHERE"})
            String kind,

            @Schema(examples = "8KX2W5P3N7QRM4T1") String code,
            UUID storeId,
            @Schema(examples = "Night market, stall 9") String store,
            UUID memberId,
            Instant triedAt,
            UUID openedBy,
            @Schema(examples = "Corner shop, Renmin Road") String openedByName,
            Instant openedAt,
            @Nullable UUID sentTo,

            @Nullable @Schema(examples = "East Lake Beverages")
            String sentToName) {}

    private record Cursor(Instant before, CodeRef code) {
        static Cursor read(@Nullable String text) {
            if (text == null) {
                return START;
            }
            String[] parts = text.split("_", -1);
            try {
                return new Cursor(
                        Instant.parse(parts[0]), new CodeRef(Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
            } catch (DateTimeException | NumberFormatException | ArrayIndexOutOfBoundsException nonsense) {
                throw Problem.invalid("after", "must be what an earlier page said is next");
            }
        }

        static String write(Instant at, CodeRef code) {
            return at + "_" + code.lot() + "_" + code.serial();
        }
    }

    /** Lists the opened cases. */
    @GET
    @Path("/case-openings")
    @Operation(summary = "List the opened cases", description = "The latest first.")
    public Uni<Page<OpeningView>> openings(
            @Nullable @QueryParam("store") UUID store,
            @QueryParam("limit") @DefaultValue(Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit,
            @Nullable @QueryParam("after") String after) {
        Cursor start = Cursor.read(after);
        return staff.as(who -> repository
                .list(pool, who.brand(), store, start.before, start.code, limit)
                .flatMap(found -> codes.of(
                                who.brand(),
                                found.stream()
                                        .flatMap(one -> Stream.of(one.code(), one.scanned()))
                                        .toList())
                        .map(lots -> page(
                                found,
                                opening -> new OpeningView(
                                        lots.text(opening.code()),
                                        opening.store(),
                                        opening.storeName(),
                                        opening.member(),
                                        opening.at(),
                                        opening.isInherited() ? lots.text(opening.scanned()) : null),
                                opening -> Cursor.write(opening.at(), opening.code()),
                                limit))));
    }

    /** Lists the disputes about openings. */
    @GET
    @Path("/case-conflicts")
    @Operation(
            summary = "List the cases that the wrong store opened or wanted to open",
            description = "The latest first. `SECOND_STORE`: another one had opened it, and keeps it."
                    + " `SENT_ELSEWHERE`: somebody else had it by its route when the store opened it, as far as was"
                    + " known then or became known since; the store keeps it.")
    public Uni<Page<ConflictView>> conflicts(
            @QueryParam("limit") @DefaultValue(Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit,
            @Nullable @QueryParam("after") String after) {
        Cursor start = Cursor.read(after);
        return staff.as(who -> repository
                .disputes(pool, who.brand(), start.before, start.code, limit)
                .flatMap(found -> codes.of(
                                who.brand(),
                                found.stream().map(OpeningDispute::code).toList())
                        .map(lots -> page(
                                found,
                                dispute -> new ConflictView(
                                        dispute.kind().name(),
                                        lots.text(dispute.code()),
                                        dispute.store(),
                                        dispute.storeName(),
                                        dispute.member(),
                                        dispute.at(),
                                        dispute.openedBy(),
                                        dispute.openedByName(),
                                        dispute.openedAt(),
                                        dispute.sentTo(),
                                        dispute.sentToName()),
                                dispute -> Cursor.write(dispute.at(), dispute.code()),
                                limit))));
    }

    private static <R, V> Page<V> page(List<R> rows, Function<R, V> view, Function<R, String> cursor, int limit) {
        return new Page<>(
                rows.stream().map(view).toList(), rows.size() < limit ? null : cursor.apply(rows.get(limit - 1)));
    }
}
