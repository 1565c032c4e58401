package dev.yima.codegen.draw;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.PublicApi;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.OutputOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code codegen verify-draw CAMPAIGN}: recomputes every draw of a campaign that has ended. */
@Command(
        name = "verify-draw",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Recompute every draw of a campaign that has ended.",
        description = {
            "Anyone can: no key is needed. Checks that rules and seed are those that were committed to before the"
                    + " first packet was opened, and that every claim won what the draw says.",
            "docs/reference/draw.md states the draw, for those who would rather write this themselves."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  codegen verify-draw 01890a5d-ac96-774b-bcce-b302099a8057",
            "  codegen verify-draw 01890a5d-ac96-774b-bcce-b302099a8057 --draws draws.csv -o json"
        })
public final class VerifyDrawVerb implements Callable<Integer> {
    private static final int TOLD_MAX = 20;
    private static final int LINE_MAX = 200;
    private static final Pattern CAMPAIGN = Pattern.compile(
            "(?:(?<server>https?://[^/?#]+)/c/)?" + "(?<id>[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})/?");

    private final ConnectionOptions connection;
    private final OutputOptions output;

    @Parameters(
            paramLabel = "CAMPAIGN",
            description =
                    "The campaign's id, or the address of its public page, whose server is then the one that is asked.")
    private String text = "";

    @Option(
            names = "--draws",
            paramLabel = "FILE",
            description = "Check this export instead of asking the server for it.")
    private @Nullable Path draws;

    /** Settings come from the options of all verbs. */
    public VerifyDrawVerb(ConnectionOptions connection, OutputOptions output) {
        this.connection = connection;
        this.output = output;
    }

    @Override
    public Integer call() {
        Matcher named = CAMPAIGN.matcher(text.strip());
        if (!named.matches()) {
            throw CommandFailed.usage("must be an id or a public page's address: CAMPAIGN=" + text);
        }
        UUID campaign = UUID.fromString(named.group("id"));
        PublicApi server = connection.visit(Optional.ofNullable(named.group("server")));
        PublishedCampaign published = PublishedCampaign.read(campaign, server.campaign(campaign));
        Report report;
        try (BufferedReader lines = open(server, campaign)) {
            report = check(campaign, published, lines);
        } catch (IOException e) {
            throw CommandFailed.failed("cannot read the draws: " + CommandFailed.reason(e));
        }
        output.print(report.text(), report.json());
        if (report.disagree > 0) {
            throw CommandFailed.failed(report.disagree + " of " + report.draws + " draws disagree");
        }
        return 0;
    }

    /**
     * The findings.
     *
     * @param campaign the campaign's id
     * @param draws the number of claims that were checked, or are missing
     * @param disagree the number of them that did not win what the draw says, or are missing
     * @param disagreements the findings, with the first {@value #TOLD_MAX} of those
     */
    record Report(UUID campaign, int draws, int disagree, List<String> disagreements) {
        String text() {
            if (disagree == 0) {
                return "all " + draws + " agree";
            }
            return String.join("\n", disagreements);
        }

        JsonNode json() {
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("campaign", campaign.toString())
                    .put("draws", draws)
                    .put("disagree", disagree);
            disagreements.forEach(json.putArray("disagreements")::add);
            return json;
        }
    }

    private BufferedReader open(PublicApi server, UUID campaign) throws IOException {
        return draws == null
                ? new BufferedReader(new InputStreamReader(server.draws(campaign), US_ASCII))
                : Files.newBufferedReader(draws, US_ASCII);
    }

    private static Report check(UUID campaign, PublishedCampaign published, BufferedReader lines) throws IOException {
        if (!DrawRow.HEADER.equals(lines.readLine())) {
            throw CommandFailed.failed("line 1 of the draws must be " + DrawRow.HEADER);
        }
        List<String> told = new ArrayList<>();
        int rows = 0;
        int disagree = 0;
        String line;
        while ((line = lines.readLine()) != null) {
            rows++;
            if (line.length() > LINE_MAX) {
                throw CommandFailed.failed("line " + (rows + 1) + " of the draws must be " + DrawRow.HEADER);
            }
            DrawRow row = DrawRow.read(rows + 1L, line);
            Optional<String> wrong = published.audit().check(row.position(), row.won(), row.at());
            if (wrong.isPresent()) {
                disagree++;
                if (told.size() < TOLD_MAX) {
                    told.add(wrong.get());
                }
            }
        }
        int missing = published.audit().missing();
        if (missing > 0) {
            told.add("the draws end " + missing + " before the last claim that was made");
        }
        return new Report(campaign, rows + missing, disagree + missing, told);
    }
}
