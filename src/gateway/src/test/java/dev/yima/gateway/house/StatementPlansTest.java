package dev.yima.gateway.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.gateway.house.StatementTexts.Statement;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
    private static final Set<String> NOT_BY_ROW =
            Set.of("Sort", "Aggregate", "Hash", "WindowAgg", "SetOp", "BitmapAnd", "BitmapOr", "Materialize");

    private static LargeHistory history;

    @BeforeAll
    static void open() throws IOException, SQLException {
        history = LargeHistory.open("enable_seqscan = off");
    }

    @AfterAll
    static void close() throws SQLException {
        history.close();
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
            collect(history.plan(sql), false, faults);
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
        history.scanned(node).ifPresent(table -> {
            String condition = node.path("Index Cond").asText();
            boolean inOrder = limited && !node.has("Filter") && !type.equals("Seq Scan");
            if (!inOrder && !history.isBounded(node)) {
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
        });
        boolean below = type.equals("Limit") || limited && !NOT_BY_ROW.contains(type);
        node.path("Plans").forEach(child -> collect(child, below, faults));
    }
}
