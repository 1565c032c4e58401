package dev.yima.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodegenTest {
    @ParameterizedTest
    @ValueSource(strings = {"mint", "print", "activate", "freeze", "unfreeze", "void", "inspect", "lots"})
    void theHelpOfEveryVerbTellsExitCodesAndExamples(String verb) {
        String help = CommandRun.with(Map.of(), verb, "--help").succeeded();

        assertTrue(help.contains("Examples:\n  codegen " + verb), help);
        assertTrue(help.contains("  3   the server refused"), help);
        assertTrue(help.contains("$YIMA_HOME/owner.key"), help);
    }

    @Test
    void theHelpNamesEveryVerb() {
        String help = CommandRun.with(Map.of(), "--help").succeeded();

        for (String verb :
                new String[] {"mint", "print", "activate", "freeze", "unfreeze", "void", "inspect", "lots"}) {
            assertTrue(help.contains("\n  " + verb + " "), verb);
        }
    }

    @Test
    void noVerbIsWrongUsage() {
        CommandRun.with(Map.of()).failed(2, "must name a verb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnit", "--wat", "@file"})
    void anUnknownWordIsWrongUsage(String word) {
        CommandRun.with(Map.of(), word).failed(2, word);
    }

    @Test
    void globalOptionsMayStandBeforeTheVerb() {
        try (StandInServer server = new StandInServer()) {
            CommandRun before =
                    CommandRun.with(Map.of(), "--url", server.url(), "--key", StandInServer.KEY, "-o", "json", "lots");
            CommandRun after =
                    CommandRun.with(Map.of(), "lots", "--url", server.url(), "--key", StandInServer.KEY, "-o", "json");

            assertEquals(before.succeeded(), after.succeeded());
        }
    }
}
