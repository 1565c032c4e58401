package dev.yima.gateway.partner;

import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of partners. */
@ApplicationScoped
public class PartnerRepository {
    private static final String INSERT = """
            INSERT INTO partner (id, brand_id, kind, name, dealer_id, territory, state, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, 'ACTIVE', $7) RETURNING *""";
    private static final String CHANGE = """
            UPDATE partner SET name = $3, dealer_id = $4, territory = $5 WHERE brand_id = $1 AND id = $2
            RETURNING *""";
    private static final String MOVE = "UPDATE partner SET state = $3 WHERE brand_id = $1 AND id = $2 RETURNING *";
    private static final String FIND = "SELECT * FROM partner WHERE brand_id = $1 AND id = $2";
    private static final String LIST = """
            SELECT p.* FROM unnest($2::text[]) AS q(kind) CROSS JOIN LATERAL (
                SELECT * FROM partner WHERE brand_id = $1 AND kind = q.kind AND id > $3 ORDER BY id LIMIT $4) AS p
            ORDER BY id LIMIT $4""";

    Uni<Partner> insert(SqlClient tx, UUID id, UUID brand, NewPartner asked, List<String> territory, Instant now) {
        Tuple row = Tuple.tuple()
                .addUUID(id)
                .addUUID(brand)
                .addString(asked.kind().name())
                .addString(asked.name())
                .addUUID(asked.dealerId())
                .addArrayOfString(territory.toArray(String[]::new))
                .addOffsetDateTime(Columns.utc(now));
        return tx.preparedQuery(INSERT)
                .execute(row)
                .map(rows -> Partner.of(rows.iterator().next()));
    }

    Uni<Partner> change(SqlClient tx, UUID brand, UUID id, NewPartner asked, List<String> territory) {
        Tuple row =
                Tuple.of(brand, id, asked.name(), asked.dealerId()).addArrayOfString(territory.toArray(String[]::new));
        return tx.preparedQuery(CHANGE)
                .execute(row)
                .map(rows -> Partner.of(rows.iterator().next()));
    }

    Uni<Partner> move(SqlClient tx, UUID brand, UUID id, PartnerState state) {
        return tx.preparedQuery(MOVE)
                .execute(Tuple.of(brand, id, state.name()))
                .map(rows -> Partner.of(rows.iterator().next()));
    }

    /** A partner of a brand; empty for another brand's. */
    public Uni<Optional<Partner>> find(SqlClient client, UUID brand, UUID id) {
        return client.preparedQuery(FIND).execute(Tuple.of(brand, id)).map(PartnerRepository::first);
    }

    /** As find, and locks the row until the transaction ends. */
    public Uni<Optional<Partner>> lock(SqlClient tx, UUID brand, UUID id) {
        return tx.preparedQuery(FIND + " FOR UPDATE")
                .execute(Tuple.of(brand, id))
                .map(PartnerRepository::first);
    }

    Uni<List<Partner>> list(SqlClient client, UUID brand, @Nullable PartnerKind kind, UUID after, int limit) {
        return client.preparedQuery(LIST)
                .execute(Tuple.of(brand, Columns.oneOrAll(PartnerKind.class, kind), after, limit))
                .map(rows -> Rows.map(rows, Partner::of));
    }

    private static Optional<Partner> first(RowSet<Row> rows) {
        return Rows.first(rows, Partner::of);
    }
}
