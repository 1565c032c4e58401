package dev.yima.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codegen.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    void everyVerbHasExamples() {
        Terminal terminal = new Terminal(new PrintWriter(System.out), new PrintWriter(System.err), false, Map.of());
        for (String verb : Codegen.commandLine(terminal).getSubcommands().keySet()) {
            String help = CommandRun.with(Map.of(), verb, "--help").succeeded();
            String examples = help.substring(Math.max(0, help.indexOf("Examples:")));
            assertTrue(examples.startsWith("Examples:") && examples.contains("codegen " + verb), help);
        }
    }

    @Test
    void theHelpNamesEveryVerb() {
        String help = CommandRun.with(Map.of(), "--help").succeeded();

        for (String verb :
                new String[] {"mint", "print", "activate", "freeze", "unfreeze", "void", "inspect", "lots"}) {
            assertTrue(help.contains("\n  " + verb + " "), verb);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mint --kind=PALLET --size=1", "keygen", "print codegen.csv --format=csv"})
    void anOutputWithoutANameIsWrongUsage(String command, @TempDir Path temp) throws IOException {
        Path source = Files.writeString(temp.resolve("codegen.csv"), "serial,code,url\n0,0000000000000000,\n");
        try (StandInServer server = new StandInServer()) {
            String[] words = (command.replace("codegen.csv", source.toString()) + " --out=").split(" ", -1);

            CommandRun.against(server, words).failed(2, "must have a name: --out=");
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
