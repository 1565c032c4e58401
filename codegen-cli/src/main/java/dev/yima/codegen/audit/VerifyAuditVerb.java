package dev.yima.codegen.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.yima.codegen.files.OutsideText;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.OutputOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code codegen verify-audit FILE}: recomputes the chain of an exported audit; asks no server. */
@Command(
        name = "verify-audit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Recompute the chain of an exported audit.",
        description = {
            "FILE is what GET /api/v1/audit/export answered. Its first line names the brand. Each line after it is a"
                    + " link, a space and an entry; the link is the SHA-256 of the link before it and the entry. The"
                    + " link before all is the SHA-256 of the first line. No key and no server is needed.",
            "That the chain agrees with itself says that no entry was changed alone. Compare it with a head that was"
                    + " kept elsewhere (--head) to see that the whole was not made anew."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  codegen verify-audit audit.txt", "  codegen verify-audit audit.txt --head 9f86d081884c7d65…"})
public final class VerifyAuditVerb implements Callable<Integer> {
    private static final Pattern HEADER = Pattern.compile("yima-audit/1 [0-9a-f-]{36}");
    private static final int LINK_LENGTH = 64;

    private final OutputOptions output;

    @Parameters(paramLabel = "FILE", description = "The exported audit.")
    private Path file = Path.of("");

    @Option(
            names = "--head",
            paramLabel = "LINK",
            description = "A link that was kept: the file must have it, at whatever line.")
    private @Nullable String kept;

    /** Makes the verb with the surroundings of the command. */
    public VerifyAuditVerb(OutputOptions output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        try (BufferedReader lines = new BufferedReader(OutsideText.open(Files.newInputStream(file)))) {
            verify(lines);
            return 0;
        } catch (CharacterCodingException e) {
            throw CommandFailed.failed(file + ": " + OutsideText.RULE);
        } catch (IOException e) {
            throw CommandFailed.io("cannot read " + file, e);
        }
    }

    private void verify(BufferedReader lines) throws IOException {
        String header = lines.readLine();
        if (header == null || !HEADER.matcher(header).matches()) {
            throw CommandFailed.failed("line 1 must be yima-audit/1 and the id of a brand");
        }
        MessageDigest sha256 = sha256();
        byte[] link = sha256.digest(header.getBytes(UTF_8));
        boolean found = kept == null || kept.equals(HexFormat.of().formatHex(link));
        long entries = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            entries++;
            if (line.length() <= LINK_LENGTH || line.charAt(LINK_LENGTH) != ' ') {
                throw CommandFailed.failed("line " + (entries + 1) + " must be a link, a space and an entry");
            }
            sha256.update(link);
            link = sha256.digest(line.substring(LINK_LENGTH + 1).getBytes(UTF_8));
            String computed = HexFormat.of().formatHex(link);
            if (!computed.equals(line.substring(0, LINK_LENGTH))) {
                throw CommandFailed.failed("line " + (entries + 1) + " does not agree with its link: it or one before"
                        + " it was changed, left out or put in");
            }
            found |= computed.equals(kept);
        }
        if (!found) {
            throw CommandFailed.failed("the kept link is at no line: the chain was made anew, or ends before it");
        }
        String head = HexFormat.of().formatHex(link);
        output.print(
                "all " + entries + " entries agree; the head is " + head,
                JsonNodeFactory.instance.objectNode().put("entries", entries).put("head", head));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
