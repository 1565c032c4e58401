package dev.yima.gateway.partner.people;

import dev.yima.gateway.partner.PartnerState;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of employees, which end and are never deleted, and of their network pseudonyms. */
@ApplicationScoped
public class EmployeeRepository {
    /** The most people who work at a partner at a time, and the most posts of a person: a claim may look at each. */
    static final int POSTS_MAX = 1_000;

    private static final String SELECT = "SELECT c.id AS colleague_id, c.member_id, c.name AS colleague_name,"
            + " c.joined_at, c.left_at, p.*, " + PartnerRoleRepository.COLUMNS + " FROM partner_employee c"
            + " JOIN partner p ON p.id = c.partner_id JOIN partner_role r ON r.id = c.role_id ";
    private static final String OF_MEMBER =
            SELECT + "WHERE c.member_id = $1 AND c.left_at IS NULL ORDER BY c.joined_at, c.id LIMIT " + POSTS_MAX;
    private static final String OF_PARTNER =
            SELECT + "WHERE p.brand_id = $1 AND p.id = $2 ORDER BY c.joined_at DESC, c.id LIMIT $3";
    private static final String FIND = SELECT + "WHERE p.brand_id = $1 AND p.id = $2 AND c.id = $3";
    private static final String JOIN = """
            INSERT INTO partner_employee (id, brand_id, partner_id, role_id, member_id, name, joined_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING""";
    private static final String PEOPLE =
            "SELECT 1 FROM partner_employee WHERE partner_id = $1 AND left_at IS NULL LIMIT $2";
    private static final String POSTS =
            "SELECT 1 FROM partner_employee WHERE member_id = $1 AND left_at IS NULL LIMIT $2";
    private static final String LEAVE = """
            UPDATE partner_employee SET left_at = greatest(joined_at, $2) WHERE id = $1 AND left_at IS NULL""";
    private static final String GIVE_WAY = """
            UPDATE partner_employee SET left_at = greatest(joined_at, $4)
            WHERE partner_id = $1 AND role_id = $2 AND member_id <> $3 AND left_at IS NULL""";
    private static final String TOUCH = """
            INSERT INTO employee_pseudonym (member_id, device, network, brand_id, seen_at)
            SELECT c.member_id, $3, $4, c.brand_id, $2 FROM partner_employee c
            WHERE c.member_id = $1 AND c.left_at IS NULL LIMIT 1
            ON CONFLICT (member_id, device) DO UPDATE
                SET seen_at = greatest(employee_pseudonym.seen_at, excluded.seen_at)""";
    private static final String CONFIRM =
            "UPDATE employee_pseudonym SET confirmed_at = $3 WHERE member_id = $1 AND device = $2";
    private static final String IS_CONFIRMED =
            "SELECT 1 FROM employee_pseudonym WHERE member_id = $1 AND device = $2 AND confirmed_at > $3";
    private static final String END_CONFIRMATIONS =
            "UPDATE employee_pseudonym SET confirmed_at = NULL WHERE member_id = $1";
    /** Expired pseudonyms of any employee; each call deletes a few. */
    private static final String SWEEP = """
            DELETE FROM employee_pseudonym t USING (
                SELECT member_id, device FROM employee_pseudonym WHERE seen_at < $1
                ORDER BY seen_at LIMIT 100 FOR UPDATE SKIP LOCKED) AS old
            WHERE t.member_id = old.member_id AND t.device = old.device""";

    /** The posts that a person has now, at all partners of the brand but closed ones. */
    public Uni<List<Employee>> of(SqlClient client, UUID member) {
        return anywhere(client, member)
                .map(posts -> posts.stream()
                        .filter(post -> post.partner().state() != PartnerState.CLOSED)
                        .toList());
    }

    /** The posts that a person has now, those at closed partners too: they are good again when one is reopened. */
    public Uni<List<Employee>> anywhere(SqlClient client, UUID member) {
        return client.preparedQuery(OF_MEMBER).execute(Tuple.of(member)).map(rows -> Rows.map(rows, Employee::of));
    }

    /**
     * Writes the network and the device of an employee, by which their scans as a consumer are recognised. Those older
     * than {@link NetworkPseudonym#KEPT} are deleted.
     */
    public Uni<Void> touch(SqlClient client, UUID member, NetworkPseudonym trace, Instant now) {
        return client.preparedQuery(SWEEP)
                .execute(Tuple.of(Columns.utc(now.minus(NetworkPseudonym.KEPT))))
                .flatMap(swept -> client.preparedQuery(TOUCH)
                        .execute(Tuple.of(member, Columns.utc(now), trace.device(), trace.network())))
                .replaceWithVoid();
    }

    /** Writes down that an employee has confirmed from a network and a device that they act. */
    Uni<Void> confirm(SqlClient client, UUID member, NetworkPseudonym trace, Instant now) {
        return touch(client, member, trace, now)
                .flatMap(seen ->
                        client.preparedQuery(CONFIRM).execute(Tuple.of(member, trace.device(), Columns.utc(now))))
                .replaceWithVoid();
    }

    /** Whether an employee has confirmed from a network and a device after a moment. */
    Uni<Boolean> isConfirmed(SqlClient client, UUID member, NetworkPseudonym trace, Instant after) {
        return client.preparedQuery(IS_CONFIRMED)
                .execute(Tuple.of(member, trace.device(), Columns.utc(after)))
                .map(rows -> rows.size() > 0);
    }

    /** Ends what an employee has confirmed, from wherever. */
    Uni<Void> endConfirmations(SqlClient client, UUID member) {
        return client.preparedQuery(END_CONFIRMATIONS).execute(Tuple.of(member)).replaceWithVoid();
    }

    /** All employees of a partner, past ones included, the latest first. */
    Uni<List<Employee>> at(SqlClient client, UUID brand, UUID partner, int limit) {
        return client.preparedQuery(OF_PARTNER)
                .execute(Tuple.of(brand, partner, limit))
                .map(rows -> Rows.map(rows, Employee::of));
    }

    Uni<Optional<Employee>> find(SqlClient client, UUID brand, UUID partner, UUID id) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(brand, partner, id))
                .map(rows -> Rows.first(rows, Employee::of));
    }

    /**
     * Adds a person, unless they have the role there already. Fails with {@code TOO_MANY_EMPLOYEES} when more than
     * {@value #POSTS_MAX} would work there, or they at more.
     *
     * @param tx a transaction that holds the partner, and is rolled back when this fails
     */
    Uni<Void> join(SqlClient tx, UUID id, Invitation invitation, UUID member, String name, Instant now) {
        Tuple row = Tuple.tuple()
                .addUUID(id)
                .addUUID(invitation.brand())
                .addUUID(invitation.partner().id())
                .addUUID(invitation.role().id())
                .addUUID(member)
                .addString(name)
                .addOffsetDateTime(Columns.utc(now));
        return tx.preparedQuery(JOIN)
                .execute(row)
                .flatMap(done -> requireFew(tx, PEOPLE, invitation.partner().id()))
                .flatMap(few -> requireFew(tx, POSTS, member));
    }

    private static Uni<Void> requireFew(SqlClient tx, String posts, UUID whose) {
        return tx.preparedQuery(posts)
                .execute(Tuple.of(whose, POSTS_MAX + 1))
                .invoke(rows -> {
                    if (rows.size() > POSTS_MAX) {
                        throw new Problem(ProblemType.TOO_MANY_EMPLOYEES, POSTS_MAX + " is the most");
                    }
                })
                .replaceWithVoid();
    }

    Uni<Void> leave(SqlClient tx, UUID id, Instant now) {
        return tx.preparedQuery(LEAVE).execute(Tuple.of(id, Columns.utc(now))).replaceWithVoid();
    }

    /** Ends the employments of all others in an invitation's role at its partner. */
    Uni<Void> giveWay(SqlClient tx, Invitation invitation, UUID member, Instant now) {
        return tx.preparedQuery(GIVE_WAY)
                .execute(Tuple.of(invitation.partner().id(), invitation.role().id(), member, Columns.utc(now)))
                .replaceWithVoid();
    }
}
