package dev.yima.gateway.diversion;

import dev.yima.engine.diversion.DiversionRule;
import dev.yima.gateway.platform.db.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** The rows of brands' own diversion rules. */
@ApplicationScoped
public class DiversionSettingsRepository {
    private static final String FIND = "SELECT * FROM diversion_settings WHERE brand_id = $1";
    private static final String PUT = """
            INSERT INTO diversion_settings (brand_id, case_scans_min, case_people_min, dealer_scans_min,
                dealer_people_min, notice, alert, suspend)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (brand_id) DO UPDATE SET case_scans_min = excluded.case_scans_min,
                case_people_min = excluded.case_people_min, dealer_scans_min = excluded.dealer_scans_min,
                dealer_people_min = excluded.dealer_people_min, notice = excluded.notice, alert = excluded.alert,
                suspend = excluded.suspend""";

    /** The rule of a brand; the default where it has none of its own. */
    public Uni<DiversionRule> find(SqlClient client, UUID brand) {
        return client.preparedQuery(FIND)
                .execute(Tuple.of(brand))
                .map(rows -> Rows.first(rows, DiversionSettingsRepository::rule).orElse(DiversionRule.DEFAULT));
    }

    /** Changes the rule of a brand. */
    public Uni<Void> put(SqlClient tx, UUID brand, DiversionRule rule) {
        Tuple row = Tuple.tuple()
                .addUUID(brand)
                .addInteger(rule.caseScansMin())
                .addInteger(rule.casePeopleMin())
                .addInteger(rule.dealerScansMin())
                .addInteger(rule.dealerPeopleMin())
                .addDouble(rule.notice())
                .addDouble(rule.alert())
                .addDouble(rule.suspend());
        return tx.preparedQuery(PUT).execute(row).replaceWithVoid();
    }

    /** The rule in a row that may have none. */
    static DiversionRule rule(Row row) {
        return row.getInteger("case_scans_min") == null
                ? DiversionRule.DEFAULT
                : new DiversionRule(
                        row.getInteger("case_scans_min"),
                        row.getInteger("case_people_min"),
                        row.getInteger("dealer_scans_min"),
                        row.getInteger("dealer_people_min"),
                        row.getDouble("notice"),
                        row.getDouble("alert"),
                        row.getDouble("suspend"));
    }
}
