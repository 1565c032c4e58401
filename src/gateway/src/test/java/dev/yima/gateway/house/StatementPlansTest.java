package dev.yima.gateway.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.gateway.SharedServers;
import dev.yima.gateway.house.StatementTexts.Statement;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * No statement takes longer because much has happened before. The planner is asked for the plan of every statement of
 * the gateway, with the session's settings of the service, over tables that it believes to have 20 million rows each. A
 * plan must find its rows by a key, or read them in their order up to a limit.
 *
 * <p>Statements that must read a whole table are named in {@code whole-table-statements.txt}, which may only shrink.
 */
class StatementPlansTest {
    private static final int ROWS = 20_000_000;
    private static final int ROWS_BY_PEOPLE = 10_000;
    private static final int PAGES = 1_000;
    private static final int PAGE_BYTES = 8_192;

    /** Tables whose rows people make, one by one, or a campaign, or a day: they do not grow with the scans. */
    private static final Set<String> MADE_BY_PEOPLE = Set.of(
            "brand",
            "staff_key",
            "deployment_secret",
            "product",
            "campaign",
            "rules_version",
            "pool_counter",
            "pool_line",
            "handover_policy",
            "lot_copy",
            "lot_manifest",
            "lot",
            "campaign_lots",
            "voided_serial",
            "voided_reason",
            "assigned_range",
            "partner",
            "partner_role",
            "partner_employee",
            "employee_pin",
            "invitation",
            "payout_provider",
            "payout_pause",
            "payout_day",
            "published_day",
            "payout_transition",
            "diversion_settings",
            "diversion_cursor",
            "diversion_dealer",
            "diversion_decision",
            "reconciliation",
            "flyway_schema_history");

    /** Columns of which one value may stand in most rows, and how many values the planner is told that they have. */
    private static final Map<String, Integer> FEW_VALUES = Map.ofEntries(
            Map.entry("brand_id", 2),
            Map.entry("campaign_id", 20),
            Map.entry("lot", 20),
            Map.entry("child_lot", 20),
            Map.entry("parent_lot", 20),
            Map.entry("case_lot", 20),
            Map.entry("state", 5),
            Map.entry("kind", 5),
            Map.entry("slot", 4),
            Map.entry("reason", 10),
            Map.entry("unit", 3),
            Map.entry("currency", 2),
            Map.entry("provider", 2),
            Map.entry("standing", 5),
            Map.entry("region", 32),
            Map.entry("dealer_id", 200),
            Map.entry("partner_id", 2_000),
            Map.entry("store_id", 2_000));

    /** Indexes of what waits to be done: what is done is in them no more, however much there was. */
    private static final Set<String> WAITING = Set.of(
            "attribution_queue_pkey",
            "audit_unsealed_pkey",
            "coupon_due",
            "gift_address_kept",
            "locked_packet_due",
            "payout_due",
            "payout_in_flight",
            "payout_returns",
            "payout_returns_of_campaign",
            "points_credit_due",
            "points_credit_pending",
            "sandbox_order_due");

    private static final Set<String> SCANS =
            Set.of("Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Index Scan", "Tid Scan", "Sample Scan");
    private static final Set<String> NOT_BY_ROW =
            Set.of("Sort", "Aggregate", "Hash", "WindowAgg", "SetOp", "BitmapAnd", "BitmapOr", "Materialize");
    private static final Pattern EQUALS = Pattern.compile("\\((?:\\w+\\.)?(\\w+) = ");
    private static final Pattern FROM = Pattern.compile("\\((?:\\w+\\.)?(\\w+) >=? ");
    private static final Pattern TO = Pattern.compile("\\((?:\\w+\\.)?(\\w+) <=? ");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Connection database;
    private static Map<String, String> tableOfIndex;

    @BeforeAll
    static void open() throws IOException, SQLException {
        URI server = URI.create(SharedServers.make()[0]);
        String url = "jdbc:postgresql://" + server.getHost() + ':' + server.getPort() + server.getPath();
        String[] user = server.getUserInfo().split(":", 2);
        Flyway.configure().dataSource(url, user[0], user[1]).load().migrate();
        Properties properties = new Properties();
        properties.setProperty("user", user[0]);
        properties.setProperty("password", user[1]);
        properties.setProperty("preferQueryMode", "simple");
        database = DriverManager.getConnection(url, properties);
        execute("SET enable_seqscan = off; SET jit = off");
        tableOfIndex = new TreeMap<>();
        query("SELECT indexrelid::regclass::text, indrelid::regclass::text FROM pg_index")
                .forEach(row -> tableOfIndex.put(row.get(0), row.get(1)));
        pretendHistory();
    }

    @AfterAll
    static void close() throws SQLException {
        database.close();
    }

    @Test
    void noStatementReadsAGrowingTable() throws IOException, SQLException {
        List<Statement> statements = StatementTexts.all();
        assertTrue(statements.size() > 200, () -> "must find the statements: " + statements.size());
        Set<String> exceptions = Sources.exceptions("whole-table-statements.txt");
        Set<String> faulty = new TreeSet<>();
        StringBuilder told = new StringBuilder();
        for (Statement statement : statements) {
            for (Fault fault : faults(statement.sql())) {
                String all = statement.owner() + " *";
                String name = exceptions.contains(all) ? all : statement.owner() + ' ' + fault.table();
                faulty.add(name);
                if (!exceptions.contains(name)) {
                    told.append(name).append(": ").append(fault.why()).append('\n');
                    told.append(statement.sql().strip().indent(4)).append('\n');
                }
            }
        }
        assertEquals(exceptions, faulty, told::toString);
    }

    @Test
    void aStatementThatReadsATableIsNoticed() throws IOException, SQLException {
        assertFaulty("SELECT * FROM claim WHERE id = $1", "without a key");
        assertFaulty("SELECT * FROM gift WHERE brand_id = $1 AND state = coalesce($2, state) LIMIT $3", "coalesce");
        assertFaulty("SELECT count(*) FROM claim WHERE lot = $1", "the key of too many");
        assertFaulty("SELECT * FROM claim ORDER BY lot, serial OFFSET $1 LIMIT $2", "OFFSET");
        assertFaulty("SELECT DISTINCT member_id FROM claim", "DISTINCT");
        assertEquals(List.of(), faults("SELECT * FROM claim WHERE lot = $1 AND serial = $2"));
        assertEquals(
                List.of(), faults("SELECT * FROM gift WHERE brand_id = $1 AND state = $2 ORDER BY claim_id LIMIT 9"));
    }

    private static void assertFaulty(String sql, String why) throws IOException, SQLException {
        assertEquals(1, faults(sql).size(), why);
    }

    /**
     * A step of a plan that reads too much.
     *
     * @param table the table that it reads
     * @param why what is wrong, for the person who wrote the statement
     */
    private record Fault(String table, String why) {}

    private static List<Fault> faults(String sql) throws IOException, SQLException {
        List<Fault> faults = new ArrayList<>();
        if (sql.contains("OFFSET $")) {
            faults.add(new Fault("any", "reads what it skips: continue behind a key"));
        }
        try {
            String plan =
                    query("EXPLAIN (GENERIC_PLAN, FORMAT JSON) " + sql).get(0).get(0);
            collect(JSON.readTree(plan).get(0).get("Plan"), false, faults);
        } catch (SQLException e) {
            faults.add(new Fault("none", "must be a whole statement, a constant of its class: " + e.getMessage()));
        }
        return faults;
    }

    /**
     * Collects the faults of a plan.
     *
     * @param limited whether a limit above stops the node, row by row, when it has enough
     */
    private static void collect(JsonNode node, boolean limited, List<Fault> faults) {
        String type = node.path("Node Type").asText();
        if (SCANS.contains(type)) {
            String table = node.has("Relation Name")
                    ? node.get("Relation Name").asText()
                    : tableOfIndex.get(node.path("Index Name").asText());
            String condition = node.path("Index Cond").asText();
            boolean inOrder = limited && !node.has("Filter") && !type.equals("Seq Scan");
            boolean bounded = MADE_BY_PEOPLE.contains(table)
                    || WAITING.contains(node.path("Index Name").asText());
            if (!bounded && !inOrder && !isKey(condition)) {
                faults.add(new Fault(
                        table,
                        type
                                + (condition.isEmpty() ? " of all of " : " of too much of ")
                                + table
                                + ' '
                                + condition
                                + (node.has("Filter")
                                        ? " filtered by " + node.get("Filter").asText()
                                        : "")));
            }
        }
        boolean below = type.equals("Limit") || limited && !NOT_BY_ROW.contains(type);
        node.path("Plans").forEach(child -> collect(child, below, faults));
    }

    /** Whether a condition leaves few rows: by a column that has few rows for each value, or between two values. */
    private static boolean isKey(String condition) {
        Set<String> from = columns(FROM, condition);
        from.retainAll(columns(TO, condition));
        return !from.isEmpty()
                || columns(EQUALS, condition).stream().anyMatch(column -> !FEW_VALUES.containsKey(column));
    }

    private static Set<String> columns(Pattern comparison, String condition) {
        return comparison
                .matcher(condition)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Makes the planner believe that every table has millions of rows: in as many pages, which are empty. */
    private static void pretendHistory() throws IOException, SQLException {
        Path data = Path.of(query("SHOW data_directory").get(0).get(0));
        for (List<String> file : query("""
                SELECT pg_relation_filepath(oid) FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i')""")) {
            try (RandomAccessFile pages =
                    new RandomAccessFile(data.resolve(file.get(0)).toFile(), "rw")) {
                pages.setLength((long) PAGES * PAGE_BYTES);
            }
        }
        execute("SELECT pg_restore_relation_stats('schemaname', 'public', 'relname', relname::text, 'relpages', "
                + PAGES + ", 'relallvisible', " + PAGES + ", 'reltuples', CASE WHEN coalesce(indrelid, c.oid)::regclass"
                + "::text = ANY ('{" + String.join(",", MADE_BY_PEOPLE) + "}') THEN " + ROWS_BY_PEOPLE + " ELSE " + ROWS
                + " END::real) FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid"
                + " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i')");
        String values = FEW_VALUES.entrySet().stream()
                .map(column -> "WHEN '" + column.getKey() + "' THEN " + column.getValue())
                .collect(Collectors.joining(" "));
        execute("SELECT pg_restore_attribute_stats('schemaname', 'public', 'relname', relname::text, 'attname',"
                + " attname::text, 'inherited', false, 'null_frac', 0.1::real, 'avg_width', 8, 'n_distinct',"
                + " CASE attname " + values + " ELSE -0.25 END::real) FROM pg_attribute a"
                + " JOIN pg_class c ON c.oid = a.attrelid"
                + " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped");
    }

    private static void execute(String sql) throws SQLException {
        try (java.sql.Statement statement = database.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    private static List<List<String>> query(String sql) throws SQLException {
        try (java.sql.Statement statement = database.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet found = statement.executeQuery(sql)) {
                List<List<String>> rows = new ArrayList<>();
                while (found.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                        row.add(found.getString(i));
                    }
                    rows.add(row);
                }
                return rows;
            }
        }
    }
}
