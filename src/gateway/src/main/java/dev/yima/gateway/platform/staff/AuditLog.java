package dev.yima.gateway.platform.staff;

import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The audit log of staff's actions; append-only. An entry is written in the transaction of its action, so that it is
 * there exactly if the action is.
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
     * @param staff the member of staff who acts
     * @param action the action, in the words of the API: {@code lot.key}, {@code campaign.publish}
     * @param subject the id of the thing acted on, as it is printed
     */
    public Uni<Void> write(SqlClient client, Staff staff, String action, String subject) {
        AuditEntry entry = entry(staff, action, subject);
        Tuple row = Tuple.tuple()
                .addUUID(entry.id)
                .addUUID(entry.brandId)
                .addUUID(entry.keyId)
                .addString(entry.action)
                .addString(entry.subject)
                .addOffsetDateTime(Columns.utc(entry.happenedAt));
        return client.preparedQuery(INSERT).execute(row).replaceWithVoid();
    }

    /** Writes an entry in a Hibernate session. */
    public Uni<Void> write(Mutiny.Session session, Staff staff, String action, String subject) {
        return session.persist(entry(staff, action, subject));
    }

    private AuditEntry entry(Staff staff, String action, String subject) {
        return new AuditEntry(Ids.next(clock), staff, action, subject, clock.instant());
    }
}
