package dev.yima.gateway.partner.people;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.gateway.platform.crypto.KeyVault;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of invitations. A token is 160 random bits, so that its SHA-256 is all that needs to be stored. */
@ApplicationScoped
class InvitationRepository {
    private static final int TOKEN_BYTES = 20;
    private static final String SELECT = "SELECT i.id AS invitation_id, i.takes_over, i.made_at, i.expires_at,"
            + " i.withdrawn_at, i.accepted_by, i.accepted_at, i.made_by,"
            + " coalesce(m.name, k.name) AS made_by_name, p.*, " + PartnerRoleRepository.COLUMNS + " FROM invitation i"
            + " JOIN partner p ON p.id = i.partner_id JOIN partner_role r ON r.id = i.role_id"
            + " LEFT JOIN partner_employee m ON m.id = i.made_by LEFT JOIN staff_key k ON k.id = i.made_by ";
    private static final String BY_TOKEN = SELECT + "WHERE i.token_hash = $1";
    private static final String OF_PARTNER =
            SELECT + "WHERE p.brand_id = $1 AND p.id = $2 AND i.id > $3 ORDER BY i.id LIMIT $4";
    private static final String OPEN_OF_PARTNER = SELECT
            + "WHERE p.brand_id = $1 AND p.id = $2 AND i.id > $3 AND i.accepted_at IS NULL AND i.withdrawn_at IS NULL"
            + " AND i.expires_at > $5 ORDER BY i.id LIMIT $4";
    private static final String COUNT_OPEN = """
            SELECT count(*) FROM invitation
            WHERE partner_id = $1 AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > $2""";
    private static final String INSERT = """
            INSERT INTO invitation (id, brand_id, partner_id, role_id, token_hash, takes_over, made_by, made_at,
                expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";
    private static final String ACCEPT = "UPDATE invitation SET accepted_by = $2, accepted_at = $3 WHERE id = $1";
    private static final String WITHDRAW = """
            UPDATE invitation SET withdrawn_at = $4 WHERE brand_id = $1 AND partner_id = $2 AND id = $3
                AND accepted_at IS NULL AND withdrawn_at IS NULL""";
    /** The inviting employee who has left since, or the key of the brand's staff that was taken back. */
    private static final String INVITER_LEFT = """
            SELECT 1 FROM invitation i
            LEFT JOIN partner_employee c ON c.id = i.made_by
            LEFT JOIN staff_key k ON k.id = i.made_by
            WHERE i.id = $1 AND (c.left_at IS NOT NULL OR k.revoked_at IS NOT NULL)""";

    private static final String STILL_THERE = """
            SELECT 1 FROM partner_employee
            WHERE partner_id = $1 AND role_id = $2 AND member_id = $3 AND left_at IS NULL""";
    private static final String FIND = SELECT + "WHERE p.brand_id = $1 AND p.id = $2 AND i.id = $3";
    /** Whether somebody works nowhere, and whether an invitation to a post of theirs is good for all that they may. */
    private static final String STANDING = """
            SELECT count(*) = 0 AS nowhere,
                coalesce(bool_or(partner_id = $2 AND role_id = $3), false)
                    AND (count(*) = 1 OR EXISTS (SELECT 1 FROM staff_key WHERE id = $4)) AS anew
            FROM partner_employee WHERE member_id = $1 AND left_at IS NULL""";

    private final EmployeeRepository employees;
    private final KeyVault vault;
    private final Clock clock;

    InvitationRepository(EmployeeRepository employees, KeyVault vault, Clock clock) {
        this.employees = employees;
        this.vault = vault;
        this.clock = clock;
    }

    /** A new random token. */
    String token() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(vault.secret(TOKEN_BYTES));
    }

    /** Writes an invitation. */
    Uni<Void> insert(SqlClient tx, Invitation invitation, String token) {
        Tuple row = Tuple.tuple()
                .addUUID(invitation.id())
                .addUUID(invitation.brand())
                .addUUID(invitation.partner().id())
                .addUUID(invitation.role().id())
                .addBuffer(Buffer.buffer(digest(token)))
                .addBoolean(invitation.takesOver())
                .addUUID(invitation.madeBy())
                .addOffsetDateTime(Columns.utc(invitation.madeAt()))
                .addOffsetDateTime(Columns.utc(invitation.expiresAt()));
        return tx.preparedQuery(INSERT).execute(row).replaceWithVoid();
    }

    /** The number of invitations of a partner that can still be accepted. */
    Uni<Long> countOpen(SqlClient tx, UUID partner, Instant now) {
        return tx.preparedQuery(COUNT_OPEN)
                .execute(Tuple.of(partner, Columns.utc(now)))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** All invitations of a partner, in the order in which they were made. */
    Uni<List<Invitation>> at(SqlClient client, UUID brand, UUID partner, UUID after, int limit) {
        return list(client, OF_PARTNER, Tuple.of(brand, partner, after, limit));
    }

    /** As at, but only those that can still be accepted. */
    Uni<List<Invitation>> openAt(SqlClient client, UUID brand, UUID partner, UUID after, int limit) {
        OffsetDateTime now = Columns.utc(clock.instant());
        return list(client, OPEN_OF_PARTNER, Tuple.of(brand, partner, after, limit, now));
    }

    private static Uni<List<Invitation>> list(SqlClient client, String query, Tuple asked) {
        return client.preparedQuery(query).execute(asked).map(rows -> Rows.map(rows, Invitation::of));
    }

    /** The invitation of a token, whatever has become of it. */
    Uni<Optional<Invitation>> find(SqlClient client, String token) {
        return client.preparedQuery(BY_TOKEN)
                .execute(Tuple.tuple().addBuffer(Buffer.buffer(digest(token))))
                .map(InvitationRepository::first);
    }

    Uni<Optional<Invitation>> find(SqlClient client, UUID brand, UUID partner, UUID id) {
        return client.preparedQuery(FIND).execute(Tuple.of(brand, partner, id)).map(InvitationRepository::first);
    }

    /**
     * Whether somebody who accepts an invitation chooses a PIN: who works nowhere yet, and who is invited anew to a
     * post that they have, by the brand where they have others. A link that they used before is none of these.
     */
    Uni<Boolean> choosesPin(SqlClient client, Invitation invitation, UUID member) {
        Tuple person =
                Tuple.of(member, invitation.partner().id(), invitation.role().id(), invitation.madeBy());
        boolean used = member.equals(invitation.acceptedBy());
        return client.preparedQuery(STANDING)
                .execute(person)
                .map(rows -> rows.iterator().next())
                .map(row -> row.getBoolean("nowhere") || !used && row.getBoolean("anew"));
    }

    /** Withdraws an invitation, unless it was accepted. */
    Uni<Void> withdraw(SqlClient tx, UUID brand, UUID partner, UUID id) {
        return tx.preparedQuery(WITHDRAW)
                .execute(Tuple.of(brand, partner, id, Columns.utc(clock.instant())))
                .replaceWithVoid();
    }

    /**
     * Accepts an invitation: once, by one person. The same person again changes nothing.
     *
     * @return fails with a problem when there is none, or it is over
     */
    Uni<Invitation> accept(SqlClient tx, String token, UUID member, String name) {
        Instant now = clock.instant();
        return tx.preparedQuery(BY_TOKEN + " FOR UPDATE OF i, p")
                .execute(Tuple.tuple().addBuffer(Buffer.buffer(digest(token))))
                .map(InvitationRepository::first)
                .flatMap(found -> {
                    Invitation invitation = found.orElseThrow(() -> new Problem(ProblemType.NOT_FOUND));
                    if (member.equals(invitation.acceptedBy())) {
                        return requireEmployed(tx, invitation, member).replaceWith(invitation);
                    }
                    requireOpen(invitation, now);
                    return requireInviterEmployed(tx, invitation)
                            .flatMap(there -> tx.preparedQuery(ACCEPT)
                                    .execute(Tuple.of(invitation.id(), member, Columns.utc(now))))
                            .flatMap(done -> invitation.takesOver()
                                    ? employees.giveWay(tx, invitation, member, now)
                                    : Uni.createFrom().voidItem())
                            .flatMap(done -> employees.join(tx, Ids.next(clock), invitation, member, name, now))
                            .replaceWith(invitation);
                });
    }

    private static Uni<Void> requireEmployed(SqlClient tx, Invitation invitation, UUID member) {
        Tuple person = Tuple.of(invitation.partner().id(), invitation.role().id(), member);
        return tx.preparedQuery(STILL_THERE)
                .execute(person)
                .invoke(rows -> {
                    if (rows.size() == 0) {
                        throw new Problem(ProblemType.INVITATION_OVER, "you have left since");
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Void> requireInviterEmployed(SqlClient tx, Invitation invitation) {
        return tx.preparedQuery(INVITER_LEFT)
                .execute(Tuple.of(invitation.id()))
                .invoke(rows -> {
                    if (rows.size() > 0) {
                        throw new Problem(ProblemType.INVITATION_OVER, "whoever made it has left since");
                    }
                })
                .replaceWithVoid();
    }

    private static void requireOpen(Invitation invitation, Instant now) {
        invitation.over(now).ifPresent(why -> {
            throw new Problem(ProblemType.INVITATION_OVER, why);
        });
    }

    private static Optional<Invitation> first(RowSet<Row> rows) {
        return Rows.first(rows, Invitation::of);
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
