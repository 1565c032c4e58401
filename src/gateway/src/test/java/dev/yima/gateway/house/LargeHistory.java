package dev.yima.gateway.house;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.gateway.SharedServers;
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
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;

/** A database of the service whose planner believes that every table has 20 million rows, for the plans it makes. */
public final class LargeHistory implements AutoCloseable {
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
            "reconciliation_turn",
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
    private static final Pattern EQUALS = Pattern.compile("\\((?:\\w+\\.)?(\\w+) = ");
    private static final Pattern FROM = Pattern.compile("\\((?:\\w+\\.)?(\\w+) >=? ");
    private static final Pattern TO = Pattern.compile("\\((?:\\w+\\.)?(\\w+) <=? ");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connection database;
    private final Map<String, String> tableOfIndex = new TreeMap<>();

    private LargeHistory(Connection database) {
        this.database = database;
    }

    /**
     * Opens one.
     *
     * @param settings settings of the session, such as {@code enable_seqscan = off}
     */
    public static LargeHistory open(String... settings) throws IOException, SQLException {
        URI server = URI.create(SharedServers.make()[0]);
        String url = "jdbc:postgresql://" + server.getHost() + ':' + server.getPort() + server.getPath();
        String[] user = server.getUserInfo().split(":", 2);
        Flyway.configure().dataSource(url, user[0], user[1]).load().migrate();
        Properties properties = new Properties();
        properties.setProperty("user", user[0]);
        properties.setProperty("password", user[1]);
        properties.setProperty("preferQueryMode", "simple");
        LargeHistory history = new LargeHistory(DriverManager.getConnection(url, properties));
        history.execute("SET jit = off");
        for (String setting : settings) {
            history.execute("SET " + setting);
        }
        history.query("SELECT indexrelid::regclass::text, indrelid::regclass::text FROM pg_index")
                .forEach(row -> history.tableOfIndex.put(row.get(0), row.get(1)));
        history.pretend();
        return history;
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }

    /** The plan of a statement whose parameters may be anything. */
    public JsonNode plan(String sql) throws IOException, SQLException {
        String plan = query("EXPLAIN (GENERIC_PLAN, FORMAT JSON) " + sql).get(0).get(0);
        return JSON.readTree(plan).get(0).get("Plan");
    }

    /** The table that a node of a plan scans; empty for other nodes. */
    public Optional<String> scanned(JsonNode node) {
        if (!SCANS.contains(node.path("Node Type").asText())) {
            return Optional.empty();
        }
        return Optional.of(
                node.has("Relation Name")
                        ? node.get("Relation Name").asText()
                        : tableOfIndex.get(node.path("Index Name").asText()));
    }

    /** Whether a scan finds few rows, however much has happened. */
    public boolean isBounded(JsonNode scan) {
        return MADE_BY_PEOPLE.contains(scanned(scan).orElseThrow())
                || WAITING.contains(scan.path("Index Name").asText())
                || isKey(scan.path("Index Cond").asText());
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
    private void pretend() throws IOException, SQLException {
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

    private void execute(String sql) throws SQLException {
        try (java.sql.Statement statement = database.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    private List<List<String>> query(String sql) throws SQLException {
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
