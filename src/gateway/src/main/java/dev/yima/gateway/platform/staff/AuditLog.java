package dev.yima.gateway.platform.staff;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * The audit log of staff's actions; append-only. An entry is written in the transaction of its action, so that it is
 * there exactly if the action is.
 */
@ApplicationScoped
public class AuditLog {
    private static final String INSERT = """
            INSERT INTO audit (id, brand_id, key_id, action, subject, origin, before_value, after_value, happened_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";

    private final ObjectMapper json;
    private final Clock clock;

    AuditLog(ObjectMapper json, Clock clock) {
        this.json = json;
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
        return write(client, staff, action, subject, AuditChange.NONE);
    }

    /** Writes an entry with the values that the action changed. */
    public Uni<Void> write(SqlClient client, Staff staff, String action, String subject, AuditChange change) {
        AuditEntry entry = entry(staff, action, subject, change);
        Tuple row = Tuple.tuple()
                .addUUID(entry.id)
                .addUUID(entry.brandId)
                .addUUID(entry.keyId)
                .addString(entry.action)
                .addString(entry.subject)
                .addString(entry.origin)
                .addString(entry.beforeValue)
                .addString(entry.afterValue)
                .addOffsetDateTime(Columns.utc(entry.happenedAt));
        return client.preparedQuery(INSERT).execute(row).replaceWithVoid();
    }

    /** Writes an entry in a Hibernate session. */
    public Uni<Void> write(Mutiny.Session session, Staff staff, String action, String subject) {
        return write(session, staff, action, subject, AuditChange.NONE);
    }

    /** Writes an entry in a Hibernate session, with the values that the action changed. */
    public Uni<Void> write(Mutiny.Session session, Staff staff, String action, String subject, AuditChange change) {
        return session.persist(entry(staff, action, subject, change));
    }

    private AuditEntry entry(Staff staff, String action, String subject, AuditChange change) {
        AuditEntry entry = new AuditEntry();
        entry.id = Ids.next(clock);
        entry.brandId = staff.brand();
        entry.keyId = staff.key();
        entry.action = action;
        entry.subject = subject;
        entry.origin = staff.origin();
        entry.happenedAt = clock.instant();
        ObjectNode before = fields(change.before());
        ObjectNode after = fields(change.after());
        if (before != null && after != null) {
            List<String> same = before.properties().stream()
                    .filter(field -> field.getValue().equals(after.get(field.getKey())))
                    .map(field -> field.getKey())
                    .toList();
            before.remove(same);
            after.remove(same);
        }
        entry.beforeValue = before == null ? null : before.toString();
        entry.afterValue = after == null ? null : after.toString();
        return entry;
    }

    private @Nullable ObjectNode fields(@Nullable Object values) {
        return values == null ? null : json.valueToTree(values);
    }
}
