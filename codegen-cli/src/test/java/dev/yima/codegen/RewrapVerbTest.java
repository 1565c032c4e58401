package dev.yima.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The secrets of a deployment are sealed again part by part, and the operator is told when a key can go. */
class RewrapVerbTest {
    private static final String REWRAP = "POST /api/v1/kek/rewrap";

    @Test
    void itAsksUntilNothingIsSealedAgain() {
        try (StandInServer server = new StandInServer()) {
            server.answer(REWRAP, List.of(report(500, left("aa11", 20, true)), report(20, ""), report(0, "")));

            String out = CommandRun.against(server, "admin", "rewrap").succeeded();

            assertEquals(3, server.requests().size());
            assertEquals(
                    "sealed again: 520; the current key is cc33\nearlier keys can be dropped\n",
                    out.replace("\r\n", "\n"));
        }
    }

    @Test
    void whatIsLeftUnderAnUnknownKeyIsNamedAndFails() {
        try (StandInServer server = new StandInServer()) {
            server.answer(REWRAP, List.of(report(0, left("bb22", 3, false))));

            CommandRun run = CommandRun.against(server, "admin", "rewrap");

            assertEquals(1, run.exitCode());
            assertTrue(run.out().contains("left under bb22: 3; the service does not know this key"), run.out());
            assertTrue(run.out().contains("YIMA_KEK_PREVIOUS"), run.out());
        }
    }

    @Test
    void twoReplicasWithDifferentKeysDoNotSealAgainForEver() {
        try (StandInServer server = new StandInServer()) {
            server.answer(REWRAP, List.of(report(500, ""), report(500, "").replace("cc33", "dd44"), report(500, "")));

            CommandRun run = CommandRun.against(server, "admin", "rewrap");

            run.failed(1, "all replicas must have the same YIMA_KEK: one seals under cc33, another under dd44");
            assertEquals(2, server.requests().size());
        }
    }

    @Test
    void theHelpTellsExitCodesAndExamples() {
        String help = CommandRun.with(Map.of(), "admin", "rewrap", "--help").succeeded();
        assertTrue(help.contains("Examples:\n  codegen admin rewrap"), help);
        assertTrue(help.contains("  3   the server refused"), help);
        CommandRun.with(Map.of(), "admin").failed(2, "must name a verb of admin");
    }

    private static String report(int resealed, String remaining) {
        return "200 {\"key\":\"cc33\",\"resealed\":" + resealed + ",\"remaining\":[" + remaining + "]}";
    }

    private static String left(String key, int secrets, boolean live) {
        return "{\"key\":\"" + key + "\",\"secrets\":" + secrets + ",\"live\":" + live + "}";
    }
}
