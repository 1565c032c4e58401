package dev.yima.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codec.LotCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Links in a file, told to the server. */
class PackVerbTest {
    private final StandInServer server = new StandInServer();
    private final LotCodec items = StandInServer.codec("0C1S", 4_096);
    private final LotCodec cases = StandInServer.codec("0C1T", 200);

    @TempDir
    private Path temp = Path.of("");

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void rowsOfOneParentAreOneLinkAndBatchesAreBounded() throws IOException {
        String rows = IntStream.range(0, 4_000)
                .mapToObj(n -> items.code(n).grouped() + ";x;HTTPS://Q.EXAMPLE.COM/"
                        + cases.code(n / 24).text())
                .collect(Collectors.joining("\r\n"));
        Path file = write("\uFEFFChild;lane;\"Parent\"\r\n" + rows + "\r\n");

        String told =
                CommandRun.against(server, "pack", "--move", file.toString()).succeeded();

        assertTrue(told.contains("4000 links: 4000 are new, 0 moved, 0 were there"), told);
        List<JsonNode> sent = server.bodies();
        assertEquals(2, sent.size());
        assertTrue(sent.get(0).path("move").asBoolean());
        JsonNode first = sent.get(0).path("links").get(0);
        assertEquals(cases.code(0).text(), first.path("parent").asText());
        assertEquals(24, first.path("children").size());
        assertEquals(items.code(23).text(), first.path("children").get(23).asText());
        assertEquals(84, sent.get(0).path("links").size(), "2,000 items in cases of 24");
    }

    @Test
    void whatTheServerRefusesIsNamedByItsLine() throws IOException {
        server.answer(
                "POST /api/v1/packs",
                "409 {\"title\":\"Packed elsewhere\",\"detail\":\"links[1].children[2] is packed into another\"}");
        String rows = IntStream.range(0, 6)
                .mapToObj(n -> cases.code(n / 3).text() + "," + items.code(n).text())
                .collect(Collectors.joining("\n"));

        CommandRun.against(server, "pack", write("parent,child\n" + rows).toString())
                .failed(
                        3,
                        "links[1].children[2] is packed into another",
                        "links.csv, line 7",
                        "0 of 6 links were sent");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "case,item\\n1,2             | line 1: the header must name the columns parent and child",
                "parent,child\\n0C1S         | line 2: must have at least 2 fields: 1",
                "parent,child\\nbox,0C1S     | line 2: must be a code: box",
                "parent,child                | must have at least one link",
            })
    void aFileThatIsNotOneOfLinksSendsNothing(String content, String said) throws IOException {
        Path file = write(content.replace("\\n", "\n").strip());

        CommandRun.against(server, "pack", file.toString()).failed(1, "links.csv", said);

        assertEquals(List.of(), server.requests());
    }

    private Path write(String content) throws IOException {
        return Files.writeString(temp.resolve("links.csv"), content);
    }
}
