package dev.yima.codegen.draw;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.PublicApi;
import dev.yima.codegen.table.Table;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.OutputOptions;
import java.io.IOException;
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
        try (Table table = open(server, campaign)) {
            report = check(campaign, published, table);
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

    private Table open(PublicApi server, UUID campaign) {
        if (draws == null) {
            return Table.open("the draws", server.draws(campaign));
        }
        try {
            return Table.open(draws.toString(), Files.newInputStream(draws));
        } catch (IOException e) {
            throw CommandFailed.io("cannot read " + draws, e);
        }
    }

    private static Report check(UUID campaign, PublishedCampaign published, Table table) {
        Optional<List<String>> cells = table.next();
        if (!cells.equals(Optional.of(DrawRow.HEADER))) {
            throw table.broken("must be " + String.join(",", DrawRow.HEADER));
        }
        List<String> told = new ArrayList<>();
        int rows = 0;
        int disagree = 0;
        for (cells = table.next(); cells.isPresent(); cells = table.next()) {
            rows++;
            DrawRow row = row(table, cells.get());
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

    private static DrawRow row(Table table, List<String> cells) {
        try {
            return DrawRow.read(cells);
        } catch (IllegalArgumentException e) {
            throw table.broken("must be " + String.join(",", DrawRow.HEADER));
        }
    }
}
