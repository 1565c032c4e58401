package dev.yima.gateway.partner.people;

import dev.yima.gateway.platform.db.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of roles: those that come with every brand, and a brand's own. */
@ApplicationScoped
class PartnerRoleRepository {
    /** Columns that {@link PartnerRole#of} reads, of a row {@code r}. */
    static final String COLUMNS = "r.id AS role_id, r.name AS role_name, r.kind AS role_kind, r.slot, r.may";

    private static final String LIST = "SELECT " + COLUMNS
            + " FROM partner_role r WHERE r.brand_id IS NULL OR r.brand_id = $1"
            + " ORDER BY r.brand_id IS NOT NULL, r.id LIMIT $2";
    private static final String FIND =
            "SELECT " + COLUMNS + " FROM partner_role r WHERE (r.brand_id IS NULL OR r.brand_id = $1) AND r.name = $2";
    private static final String LOCK = "SELECT 1 FROM brand WHERE id = $1 FOR UPDATE";
    private static final String INSERT = """
            INSERT INTO partner_role (id, brand_id, name, kind, slot, may) VALUES ($1, $2, $3, $4, $5, $6)""";

    Uni<List<PartnerRole>> list(SqlClient client, UUID brand, int limit) {
        return client.preparedQuery(LIST).execute(Tuple.of(brand, limit)).map(rows -> Rows.map(rows, PartnerRole::of));
    }

    Uni<Optional<PartnerRole>> find(SqlClient client, UUID brand, String name) {
        return client.preparedQuery(FIND).execute(Tuple.of(brand, name)).map(rows -> Rows.first(rows, PartnerRole::of));
    }

    /** Locks a brand against new roles until the transaction ends. */
    Uni<Void> lock(SqlClient tx, UUID brand) {
        return tx.preparedQuery(LOCK).execute(Tuple.of(brand)).replaceWithVoid();
    }

    Uni<Void> insert(SqlClient tx, UUID brand, PartnerRole role) {
        Tuple row = Tuple.tuple()
                .addUUID(role.id())
                .addUUID(brand)
                .addString(role.name())
                .addString(role.kind().name())
                .addString(role.slot() == null ? null : role.slot().name())
                .addArrayOfString(role.may().stream().map(Permission::name).toArray(String[]::new));
        return tx.preparedQuery(INSERT).execute(row).replaceWithVoid();
    }
}
