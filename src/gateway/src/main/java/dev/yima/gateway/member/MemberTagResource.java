package dev.yima.gateway.member;

import dev.yima.gateway.platform.db.Rows;
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
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Tags that a brand gives its members, so that campaigns can be for some of them. */
@Path("/api/v1/members/{id}/tags")
@Tag(name = "Members")
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class MemberTagResource {
    private static final int TAGS_MAX = dev.yima.engine.condition.Tags.MAX;
    private static final String TAG = dev.yima.engine.condition.Tags.PATTERN;

    private static final String LOCK_MEMBER = "SELECT 1 FROM member WHERE id = $1 AND brand_id = $2 FOR UPDATE";
    private static final String SELECT =
            "SELECT tag FROM member_tag WHERE member_id = $1 AND brand_id = $2 ORDER BY tag";
    private static final String DELETE = "DELETE FROM member_tag WHERE member_id = $1";
    private static final String INSERT = """
            INSERT INTO member_tag (member_id, brand_id, tag)
            SELECT $1::uuid, $2::uuid, tag FROM unnest($3::text[]) AS tag""";

    private final Pool pool;
    private final CurrentStaff staff;
    private final AuditLog audit;

    MemberTagResource(Pool pool, CurrentStaff staff, AuditLog audit) {
        this.pool = pool;
        this.staff = staff;
        this.audit = audit;
    }

    /**
     * The tags of a member.
     *
     * @param tags at most 20, of letters, digits, _ and -
     */
    @Schema(name = "Tags")
    public record Tags(@NotNull @Size(max = TAGS_MAX) List<@NotNull @Pattern(regexp = TAG) String> tags) {}

    /** Shows the tags of a member. */
    @GET
    @Operation(summary = "Show a member's tags")
    public Uni<Tags> show(@PathParam("id") UUID id) {
        return staff.as(who ->
                pool.withTransaction(tx -> lockMember(tx, id, who).flatMap(locked -> find(tx, id, who))));
    }

    /** Replaces the tags of a member. */
    @PUT
    @Operation(summary = "Set a member's tags", description = "They replace those before. Audited.")
    public Uni<Tags> set(@PathParam("id") UUID id, @NotNull @Valid Tags tags) {
        Tags after = new Tags(tags.tags.stream().distinct().sorted().toList());
        return staff.as(who -> pool.withTransaction(tx -> lockMember(tx, id, who)
                .flatMap(locked -> find(tx, id, who))
                .call(before -> tx.preparedQuery(DELETE).execute(Tuple.of(id)))
                .call(before -> tx.preparedQuery(INSERT)
                        .execute(Tuple.of(id, who.brand()).addArrayOfString(after.tags.toArray(String[]::new))))
                .flatMap(before -> audit.write(tx, who, "member.tags", id.toString(), new AuditChange(before, after)))
                .replaceWith(after)));
    }

    private static Uni<Tags> find(SqlConnection tx, UUID id, Staff who) {
        return tx.preparedQuery(SELECT)
                .execute(Tuple.of(id, who.brand()))
                .map(rows -> new Tags(Rows.map(rows, row -> row.getString("tag"))));
    }

    /** Locks a member. Fails with a problem when the brand has no such member. */
    private static Uni<Void> lockMember(SqlConnection tx, UUID id, Staff who) {
        return tx.preparedQuery(LOCK_MEMBER).execute(Tuple.of(id, who.brand())).map(rows -> {
            if (rows.size() == 0) {
                throw new Problem(ProblemType.NOT_FOUND);
            }
            return null;
        });
    }
}
