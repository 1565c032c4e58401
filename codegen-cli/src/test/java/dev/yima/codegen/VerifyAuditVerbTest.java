package dev.yima.codegen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is changed, left out, put in or moved in an exported audit is found. */
class VerifyAuditVerbTest {
    @TempDir
    private Path folder;

    private List<String> lines = new ArrayList<>();

    @BeforeEach
    void writeAnAudit() throws GeneralSecurityException {
        lines.add("yima-audit/1 01890a5d-ac96-774b-bcce-b302099a8057");
        byte[] link = sha256(lines.get(0).getBytes(UTF_8));
        for (String entry :
                List.of("{\"action\" : \"lot.make\"}", "{\"action\" : \"lot.key\"}", "{\"name\" : \"泉\"}")) {
            byte[] both =
                    (HexFormat.of().formatHex(link) + HexFormat.of().formatHex(entry.getBytes(UTF_8))).getBytes(UTF_8);
            link = sha256(HexFormat.of().parseHex(new String(both, UTF_8)));
            lines.add(HexFormat.of().formatHex(link) + ' ' + entry);
        }
    }

    @Test
    void anAuditAsItWasWrittenAgrees() throws IOException {
        String head = lines.get(3).substring(0, 64);
        assertEquals(
                "all 3 entries agree; the head is " + head, verify().succeeded().strip());
        verify("--head", lines.get(2).substring(0, 64)).succeeded();
        assertEquals(
                "{\"entries\":3,\"head\":\"" + head + "\"}",
                verify("-o", "json").succeeded().strip());
    }

    @Test
    void whateverIsDoneToItIsFound() throws IOException {
        List<String> right = lines;
        for (List<String> wrong : List.of(
                List.of(right.get(0), right.get(1), right.get(2).replace("lot.key", "lot.lot"), right.get(3)),
                List.of(right.get(0), right.get(1), right.get(3)),
                List.of(right.get(0), right.get(2), right.get(1), right.get(3)),
                List.of(right.get(0), right.get(1), right.get(1), right.get(2), right.get(3)),
                List.of(right.get(0).replace("8057", "8058"), right.get(1)))) {
            lines = wrong;
            verify().failed(1, "does not agree with its link");
        }
        lines = right.subList(0, 3);
        verify("--head", right.get(3).substring(0, 64)).failed(1, "the kept link is at no line");
        lines = List.of("something else");
        verify().failed(1, "line 1 must be yima-audit/1");
        lines = List.of(right.get(0), "no link");
        verify().failed(1, "line 2 must be a link, a space and an entry");
    }

    private CommandRun verify(String... options) throws IOException {
        Path file = Files.write(folder.resolve("audit.txt"), lines);
        List<String> words = new ArrayList<>(List.of("verify-audit", file.toString()));
        words.addAll(List.of(options));
        return CommandRun.with(Map.of(), words.toArray(String[]::new));
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }
}
