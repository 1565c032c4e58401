package dev.yima.gateway.diversion;

import dev.yima.engine.diversion.DiversionRule.Grade;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of counts, of cases and of dealers. */
@ApplicationScoped
public class DiversionCountRepository {
    private static final String JUDGING = "md5(p.territory::text || coalesce(s::text, ''))";
    /** A dealer with its counts, its territory and the settings of its brand; conditions follow. */
    static final String DEALER = "SELECT p.id, p.brand_id, p.name, p.state, p.territory, " + JUDGING + """
             AS judging, d.people, d.networks, d.places, d.cases_judged, d.cases_flagged, d.cases_shipped,
                d.cases_returned, d.judged_by, s.case_scans_min, s.case_people_min, s.dealer_scans_min,
                s.dealer_people_min, s.notice, s.alert, s.suspend
            FROM partner p LEFT JOIN diversion_dealer d ON d.dealer_id = p.id
                LEFT JOIN diversion_settings s ON s.brand_id = p.brand_id
            """;

    private static final String BRANDS = """
            SELECT b.id FROM brand b
            WHERE (SELECT 1 FROM partner p WHERE p.brand_id = b.id AND p.kind = 'DEALER' LIMIT 1) IS NOT NULL""";

    private static final String DEALERS = DEALER + "WHERE p.id = ANY($1)";
    private static final String PAGE =
            DEALER + "WHERE p.brand_id = $1 AND p.kind = 'DEALER' AND p.id > $2 ORDER BY p.id LIMIT $3";
    private static final String ONE = DEALER + "WHERE p.brand_id = $1 AND p.kind = 'DEALER' AND p.id = $2";
    private static final String PUT_DEALERS = """
            INSERT INTO diversion_dealer (dealer_id, brand_id, people, networks, places, cases_judged, cases_flagged,
                cases_shipped, cases_returned, judged_by)
            SELECT q.id, q.brand_id, q.people, q.networks, q.places::jsonb, q.judged, q.flagged, q.shipped,
                q.returned, q.judging
            FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::text[], $6::int[], $7::int[], $8::int[],
                $9::int[], $10::text[])
                AS q(id, brand_id, people, networks, places, judged, flagged, shipped, returned, judging)
            ON CONFLICT (dealer_id) DO UPDATE SET people = excluded.people, networks = excluded.networks,
                places = excluded.places, cases_judged = excluded.cases_judged, cases_flagged = excluded.cases_flagged,
                cases_shipped = excluded.cases_shipped, cases_returned = excluded.cases_returned""";

    private static final String CASES = """
            SELECT c.* FROM unnest($1::uuid[], $2::int[], $3::int[]) AS q(dealer_id, lot, serial)
            JOIN diversion_case c ON c.dealer_id = q.dealer_id AND c.lot = q.lot AND c.serial = q.serial""";
    private static final String PUT_CASES = """
            INSERT INTO diversion_case (dealer_id, lot, serial, brand_id, scans, outside, people, networks, places,
                standing)
            SELECT q.dealer_id, q.lot, q.serial, q.brand_id, q.scans, q.outside, q.people, q.networks,
                q.places::jsonb, q.standing
            FROM unnest($1::uuid[], $2::int[], $3::int[], $4::uuid[], $5::int[], $6::int[], $7::int[], $8::int[],
                $9::text[], $10::int[])
                AS q(dealer_id, lot, serial, brand_id, scans, outside, people, networks, places, standing)
            ON CONFLICT (dealer_id, lot, serial) DO UPDATE SET scans = excluded.scans, outside = excluded.outside,
                people = excluded.people, networks = excluded.networks, places = excluded.places,
                standing = excluded.standing""";
    /** Cases without scans: those that turned out to be another dealer's. */
    private static final String DROP_CASES = """
            DELETE FROM diversion_case c USING unnest($1::uuid[], $2::int[], $3::int[]) AS q(dealer_id, lot, serial)
            WHERE c.dealer_id = q.dealer_id AND c.lot = q.lot AND c.serial = q.serial AND c.scans = 0""";

    private static final String STALE = """
            SELECT d.dealer_id, d.rejudge_lot, d.rejudge_serial FROM diversion_dealer d JOIN partner p
                ON p.id = d.dealer_id LEFT JOIN diversion_settings s ON s.brand_id = d.brand_id
            WHERE d.rejudge_lot IS NOT NULL OR d.judged_by <> """ + JUDGING + " ORDER BY d.dealer_id LIMIT 1";
    private static final String CASES_AFTER = """
            SELECT * FROM diversion_case WHERE dealer_id = $1 AND (lot, serial) > ($2, $3)
            ORDER BY lot, serial LIMIT $4""";
    private static final String REJUDGED =
            "UPDATE diversion_dealer SET judged_by = $2, rejudge_lot = $3, rejudge_serial = $4 WHERE dealer_id = $1";

    /** The worst first. */
    private static final String CASE_PAGE = """
            SELECT * FROM diversion_case WHERE brand_id = $1 AND standing BETWEEN $2 AND $3
                AND (standing, lot, serial, dealer_id) > ($4, $5, $6, $7)
            ORDER BY standing, lot, serial, dealer_id LIMIT $8""";

    private static final String CASE_PAGE_OF_DEALER = """
            SELECT * FROM diversion_case WHERE brand_id = $1 AND standing BETWEEN $2 AND $3
                AND (standing, lot, serial, dealer_id) > ($4, $5, $6, $7) AND dealer_id = $9
            ORDER BY standing, lot, serial LIMIT $8""";

    private static final String CASES_OF_CODE = """
            SELECT * FROM diversion_case WHERE brand_id = $1 AND lot = $2 AND serial = $3 ORDER BY dealer_id""";

    /**
     * A dealer whose cases are to be judged anew.
     *
     * @param dealer the dealer
     * @param after the last case that was judged; null before the first
     */
    public record Stale(UUID dealer, @Nullable CodeRef after) {}

    /** The brands that have dealers; scans of all others are not counted. */
    public Uni<List<UUID>> brands(SqlClient tx) {
        return tx.query(BRANDS).execute().map(rows -> Rows.map(rows, row -> row.getUUID("id")));
    }

    /** Dealers by their ids; of any brand. */
    public Uni<List<DealerCount>> dealers(SqlClient tx, Collection<UUID> ids) {
        return tx.preparedQuery(DEALERS)
                .execute(Columns.of(ids).uuids(id -> id).tuple())
                .map(DiversionCountRepository::dealers);
    }

    /** Dealers of a brand, in the order of their ids. */
    public Uni<List<DealerCount>> page(SqlClient client, UUID brand, UUID after, int limit) {
        return client.preparedQuery(PAGE).execute(Tuple.of(brand, after, limit)).map(DiversionCountRepository::dealers);
    }

    /** A dealer of a brand; empty for another brand's. */
    public Uni<Optional<DealerCount>> find(SqlClient client, UUID brand, UUID dealer) {
        return client.preparedQuery(ONE)
                .execute(Tuple.of(brand, dealer))
                .map(rows -> Rows.first(rows, DealerCount::of));
    }

    /** Writes the counts of dealers. */
    public Uni<Void> putDealers(SqlClient tx, Collection<DealerCount> dealers) {
        Tuple columns = Columns.of(dealers)
                .uuids(DealerCount::dealer)
                .uuids(DealerCount::brand)
                .ints(one -> one.distinct().people())
                .ints(one -> one.distinct().networks())
                .texts(one -> one.regions().json())
                .ints(DealerCount::judged)
                .ints(DealerCount::flagged)
                .ints(DealerCount::shipped)
                .ints(DealerCount::returned)
                .texts(DealerCount::judging)
                .tuple();
        return tx.preparedQuery(PUT_DEALERS).execute(columns).replaceWithVoid();
    }

    /** Those of some cases that have counts. */
    public Uni<List<CaseCount>> cases(SqlClient tx, Collection<CaseCount> asked) {
        return tx.preparedQuery(CASES).execute(keys(asked).tuple()).map(DiversionCountRepository::cases);
    }

    /** Writes the counts of cases, and deletes cases without scans. */
    public Uni<Void> putCases(SqlClient tx, Collection<CaseCount> cases) {
        Tuple columns = keys(cases)
                .uuids(CaseCount::brand)
                .ints(one -> one.tally().scans())
                .ints(one -> one.tally().outside())
                .ints(one -> one.distinct().people())
                .ints(one -> one.distinct().networks())
                .texts(one -> one.regions().json())
                .ints(CaseCount::standing)
                .tuple();
        List<CaseCount> empty =
                cases.stream().filter(one -> one.tally().scans() == 0).toList();
        return tx.preparedQuery(PUT_CASES)
                .execute(columns)
                .flatMap(done -> empty.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : tx.preparedQuery(DROP_CASES)
                                .execute(keys(empty).tuple())
                                .replaceWithVoid());
    }

    /** A dealer whose territory or settings have changed since its cases were judged; empty where there is none. */
    public Uni<Optional<Stale>> stale(SqlClient tx) {
        return tx.query(STALE)
                .execute()
                .map(rows -> Rows.first(
                        rows,
                        row -> new Stale(
                                row.getUUID("dealer_id"),
                                row.getInteger("rejudge_lot") == null
                                        ? null
                                        : new CodeRef(
                                                row.getInteger("rejudge_lot"), row.getInteger("rejudge_serial")))));
    }

    /** Cases of a dealer after one. */
    public Uni<List<CaseCount>> casesAfter(SqlClient tx, UUID dealer, CodeRef after, int limit) {
        return tx.preparedQuery(CASES_AFTER)
                .execute(Tuple.of(dealer, after.lot(), after.serial(), limit))
                .map(DiversionCountRepository::cases);
    }

    /** Writes the last case of a dealer that was judged anew; null when all were. */
    public Uni<Void> rejudged(SqlClient tx, DealerCount dealer, @Nullable CodeRef last) {
        Tuple row = Tuple.of(dealer.dealer(), dealer.judging())
                .addInteger(last == null ? null : Integer.valueOf(last.lot()))
                .addInteger(last == null ? null : Integer.valueOf(last.serial()));
        return tx.preparedQuery(REJUDGED).execute(row).replaceWithVoid();
    }

    /**
     * Cases of a brand, the worst first.
     *
     * @param dealer the dealer; null for all
     * @param grade the grade; null for all that were judged
     * @param after the rank after which to go on
     */
    public Uni<List<CaseCount>> casePage(
            SqlClient client, UUID brand, @Nullable UUID dealer, @Nullable Grade grade, CaseRank after, int limit) {
        Tuple asked = Tuple.tuple()
                .addUUID(brand)
                .addInteger(grade == null ? 0 : grade.ordinal())
                .addInteger(grade == null ? CaseCount.NOT_JUDGED - 1 : grade.ordinal())
                .addInteger(after.standing())
                .addInteger(after.code().lot())
                .addInteger(after.code().serial())
                .addUUID(after.dealer())
                .addInteger(limit);
        return client.preparedQuery(dealer == null ? CASE_PAGE : CASE_PAGE_OF_DEALER)
                .execute(dealer == null ? asked : asked.addUUID(dealer))
                .map(DiversionCountRepository::cases);
    }

    /** The counts of a case, one for each dealer who had it. */
    public Uni<List<CaseCount>> ofCode(SqlClient client, UUID brand, CodeRef code) {
        return client.preparedQuery(CASES_OF_CODE)
                .execute(Tuple.of(brand, code.lot(), code.serial()))
                .map(DiversionCountRepository::cases);
    }

    private static List<CaseCount> cases(RowSet<Row> rows) {
        return Rows.map(rows, CaseCount::of);
    }

    private static List<DealerCount> dealers(RowSet<Row> rows) {
        return Rows.map(rows, DealerCount::of);
    }

    private static Columns<CaseCount> keys(Collection<CaseCount> cases) {
        return Columns.of(cases)
                .uuids(CaseCount::dealer)
                .ints(one -> one.code().lot())
                .ints(one -> one.code().serial());
    }
}
