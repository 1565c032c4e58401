package dev.yima.gateway.platform.staff;

import dev.yima.gateway.platform.db.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Who did what to which thing; append-only. An entry is written in the transaction of the deed, so that it is there
 * exactly if the deed is.
 */
@ApplicationScoped
public class AuditLog {
    private static final String INSERT = """
            INSERT INTO audit (id, brand_id, key_id, action, subject, happened_at) VALUES ($1, $2, $3, $4, $5, $6)""";

    private final Clock clock;

    AuditLog(Clock clock) {
        this.clock = clock;
    }

    /**
     * Writes an entry on a connection.
     *
     * @param client the transaction's connection
     * @param staff who
     * @param action what, in the words of the API: {@code lot.key}, {@code campaign.publish}
     * @param subject to which thing, as its id is printed
     */
    public Uni<Void> write(SqlClient client, Staff staff, String action, String subject) {
        AuditEntry entry = entry(staff, action, subject);
        Tuple row = Tuple.tuple()
                .addUUID(entry.id)
                .addUUID(entry.brandId)
                .addUUID(entry.keyId)
                .addString(entry.action)
                .addString(entry.subject)
                .addOffsetDateTime(entry.happenedAt.atOffset(ZoneOffset.UTC));
        return client.preparedQuery(INSERT).execute(row).replaceWithVoid();
    }

    /** The same for a deed that is done in a Hibernate session. */
    public Uni<Void> write(Mutiny.Session session, Staff staff, String action, String subject) {
        return session.persist(entry(staff, action, subject));
    }

    private AuditEntry entry(Staff staff, String action, String subject) {
        return new AuditEntry(Ids.next(clock), staff, action, subject, clock.instant());
    }
}
