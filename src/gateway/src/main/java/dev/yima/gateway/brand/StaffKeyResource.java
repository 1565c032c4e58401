package dev.yima.gateway.brand;

import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.platform.http.Page;
import dev.yima.gateway.platform.http.PlainText;
import dev.yima.gateway.platform.staff.AuditChange;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.platform.staff.Staff.Role;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The API keys of a brand, which its owners issue and revoke. */
@Path("/api/v1/keys")
@Tag(name = "Keys")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Staff.OWNER)
@NonBlocking
@Cancellable(false)
public class StaffKeyResource {
    private static final UUID START = new UUID(0, 0);
    private static final String LIST = """
            SELECT id, role, name, created_at, revoked_at FROM staff_key
            WHERE brand_id = $1 AND id > $2 ORDER BY id LIMIT $3""";
    // All owners, so that two of them cannot take back each other's key at the same moment. All founders are of one
    // brand, since only a founder makes another.
    private static final String LOCK = """
            SELECT id, role, revoked_at FROM staff_key
            WHERE brand_id = $1 AND (id = $2 OR (role IN ('FOUNDER', 'OWNER') AND revoked_at IS NULL))
            ORDER BY id FOR UPDATE""";
    private static final String REVOKE = "UPDATE staff_key SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";

    private final Pool pool;
    private final StaffKeyRepository keys;
    private final CurrentStaff staff;
    private final AuditLog audit;
    private final Clock clock;

    StaffKeyResource(Pool pool, StaffKeyRepository keys, CurrentStaff staff, AuditLog audit, Clock clock) {
        this.pool = pool;
        this.keys = keys;
        this.staff = staff;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A further key.
     *
     * @param role the role that it grants
     * @param name its holder
     */
    public record NewKey(
            @NotNull @Schema(examples = "STORE") Role role,

            @NotNull @PlainText @Schema(examples = "Corner shop, Renmin Road")
            String name) {}

    /**
     * A key that was made.
     *
     * @param id its id
     * @param role the role that it grants
     * @param name its holder
     * @param key the key itself, never shown again
     */
    public record MadeKey(
            UUID id,
            Role role,
            String name,
            @Schema(examples = "yk_Zm9v…") String key) {}

    /**
     * A key, without its secret.
     *
     * @param id its id
     * @param role the role that it grants
     * @param name its holder
     * @param createdAt the time of issue
     * @param revokedAt the time of revocation; null while it is valid
     */
    @Schema(name = "Key")
    public record KeyView(
            UUID id,
            Role role,
            String name,
            Instant createdAt,
            @Nullable Instant revokedAt) {
        private static KeyView of(Row row) {
            return new KeyView(
                    row.getUUID("id"),
                    Role.valueOf(row.getString("role")),
                    row.getString("name"),
                    Rows.instant(row, "created_at"),
                    Rows.instantOrNull(row, "revoked_at"));
        }
    }

    /** Issues a key. */
    @POST
    @Operation(summary = "Give out a key", description = "Only for owners; a founder's only for founders. Audited.")
    @APIResponse(responseCode = "201", description = "The key, shown once")
    @APIResponseSchema(value = MadeKey.class, responseCode = "201")
    public Uni<Response> make(@NotNull @Valid NewKey request) {
        UUID id = Ids.next(clock);
        String key = keys.generate();
        return staff.as(who -> {
                    mustBeFounderFor(who, request.role());
                    return pool.withTransaction(tx -> keys.insert(
                                    tx, id, who.brand(), key, request.role(), request.name())
                            .flatMap(done ->
                                    audit.write(tx, who, "key.make", id.toString(), new AuditChange(null, request))));
                })
                .map(done -> Response.status(Response.Status.CREATED)
                        .entity(new MadeKey(id, request.role(), request.name(), key))
                        .build());
    }

    /** Lists the keys, in the order of issue. */
    @GET
    @Operation(summary = "List the keys", description = "Those that were taken back too; never the keys themselves.")
    public Uni<Page<KeyView>> list(
            @QueryParam("limit") @DefaultValue(Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit,
            @Nullable @QueryParam("after") UUID after) {
        return staff.as(who -> pool.preparedQuery(LIST)
                .execute(Tuple.of(who.brand(), after == null ? START : after, limit))
                .map(rows -> {
                    List<KeyView> found = Rows.map(rows, KeyView::of);
                    return new Page<>(
                            found,
                            found.size() < limit
                                    ? null
                                    : found.get(limit - 1).id().toString());
                }));
    }

    /** Revokes a key. */
    @DELETE
    @Path("/{id}")
    @Operation(
            summary = "Take a key back",
            description = "It is refused everywhere within 5 seconds. The last owner's stays, and the last founder's.")
    public Uni<Void> revoke(@PathParam("id") UUID id) {
        return staff.as(who -> pool.withTransaction(tx -> tx.preparedQuery(LOCK)
                        .execute(Tuple.of(who.brand(), id))
                        .map(rows -> Rows.map(rows, row -> row))
                        .flatMap(found -> revoke(tx, who, id, found)))
                .invoke(() -> keys.announce(id)));
    }

    private Uni<Void> revoke(SqlConnection tx, Staff who, UUID id, List<Row> found) {
        Row key = found.stream()
                .filter(row -> row.getUUID("id").equals(id))
                .findFirst()
                .orElseThrow(() -> new Problem(ProblemType.NOT_FOUND));
        if (key.getOffsetDateTime("revoked_at") != null) {
            return Uni.createFrom().voidItem();
        }
        Role role = role(key);
        mustBeFounderFor(who, role);
        if (role == Role.FOUNDER
                && found.stream().filter(row -> role(row) == role).count() == 1) {
            throw new Problem(ProblemType.WRONG_STATE, "it is the last founder's key");
        }
        if (role.owns() && found.size() == 1) {
            throw new Problem(ProblemType.WRONG_STATE, "it is the last owner's key");
        }
        return tx.preparedQuery(REVOKE)
                .execute(Tuple.of(id, Columns.utc(clock.instant())))
                .flatMap(done -> audit.write(tx, who, "key.revoke", id.toString(), AuditChange.of("role", role, null)));
    }

    private static void mustBeFounderFor(Staff who, Role role) {
        if (role == Role.FOUNDER && who.role() != Role.FOUNDER) {
            throw new Problem(ProblemType.FORBIDDEN, "only founders make founders, and take their keys back");
        }
    }

    private static Role role(Row key) {
        return Role.valueOf(key.getString("role"));
    }
}
