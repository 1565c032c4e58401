package dev.yima.gateway.ledger.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.gateway.house.LargeHistory;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A check reads its rows once: what a law looks up for each of them, it finds by a key. Planned over tables of 20
 * million rows, as {@link CheckTransaction} has them planned.
 */
class LawPlansTest {
    @Test
    void whatIsLookedUpForEachRowIsFoundByAKey() throws IOException, SQLException {
        List<String> faults = new ArrayList<>();
        try (LargeHistory history = LargeHistory.open("enable_seqscan = on", "work_mem = '64MB'")) {
            for (Law law : Laws.ALL) {
                for (boolean all : List.of(true, false)) {
                    collect(history, history.plan(law.counting(all)), false, law.name(), faults);
                }
            }
        }
        assertEquals(List.of(), faults);
    }

    private static void collect(
            LargeHistory history, JsonNode node, boolean forEachRow, String law, List<String> faults) {
        if (forEachRow && history.scanned(node).isPresent() && !history.isBounded(node)) {
            faults.add(law + ": " + node.get("Node Type").asText() + " of "
                    + history.scanned(node).orElseThrow() + ' '
                    + node.path("Index Cond").asText() + node.path("Filter").asText());
        }
        boolean isLoop = node.path("Node Type").asText().equals("Nested Loop");
        node.path("Plans").forEach(child -> {
            String place = child.path("Parent Relationship").asText();
            boolean again = isLoop && place.equals("Inner") || place.equals("SubPlan");
            collect(history, child, forEachRow || again, law, faults);
        });
    }
}
