package dev.yima.codegen.code;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.table.AggregationTable;
import dev.yima.codegen.table.AggregationTable.Link;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.Count;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.ProgressLine;
import dev.yima.codegen.terminal.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code codegen pack FILE}: tells the server what a line has packed. */
@Command(
        name = "pack",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Link what was packed into what.",
        description = {
            "The file has the columns parent and child, of codes or URLs, separated by commas, semicolons or tabs.",
            "It is read to its end before anything is linked.",
            "Links are sent " + PackVerb.BATCH
                    + " at a time, each time all or none. Doing it again changes nothing, so a"
                    + " run that was interrupted or refused is corrected and started again."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  codegen pack line-3.csv", "  codegen pack --move repacked.csv -o json"})
public final class PackVerb implements Callable<Integer> {
    static final int BATCH = 2_000;
    private static final Pattern ROW = Pattern.compile("links\\[(\\d+)\\]\\.(?:parent|children\\[(\\d+)\\])");

    private final Terminal terminal;
    private final ConnectionOptions connection;
    private final OutputOptions output;

    @Parameters(paramLabel = "FILE", description = "The links, CSV.")
    private Path file = Path.of("");

    @Option(names = "--move", description = "Take out what is packed elsewhere; otherwise that is refused.")
    private boolean move;

    /** Makes the verb with the surroundings of the command. */
    public PackVerb(Terminal terminal, ConnectionOptions connection, OutputOptions output) {
        this.terminal = terminal;
        this.connection = connection;
        this.output = output;
    }

    @Override
    public Integer call() {
        long count = 0;
        try (AggregationTable links = AggregationTable.open(file)) {
            for (List<Link> batch = links.next(BATCH); !batch.isEmpty(); batch = links.next(BATCH)) {
                count += batch.size();
            }
        }
        if (count == 0) {
            throw CommandFailed.failed(file + ": must have at least one link");
        }
        send(count);
        return 0;
    }

    private void send(long count) {
        StaffApi server = connection.connect();
        long linked = 0;
        long moved = 0;
        try (AggregationTable links = AggregationTable.open(file);
                ProgressLine progress = ProgressLine.start(terminal, "pack", " links", count)) {
            for (List<Link> batch = links.next(BATCH); !batch.isEmpty(); batch = links.next(BATCH)) {
                Request request = Request.of(batch, move);
                try {
                    JsonNode answer = server.pack(request.body);
                    linked += answer.path("linked").asLong();
                    moved += answer.path("moved").asLong();
                } catch (CommandFailed e) {
                    throw request.explained(e, file)
                            .alsoSaying(progress.done() + " of " + count + " links were sent before");
                }
                progress.step(batch.size());
            }
        }
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("links", count)
                .put("linked", linked)
                .put("moved", moved)
                .put("already", count - linked - moved);
        output.print(
                Count.of(count, "link") + ": " + linked + " are new, " + moved + " moved, " + (count - linked - moved)
                        + " were there",
                json);
    }

    /**
     * A batch as it is sent: rows that follow each other with the same parent are one link.
     *
     * @param body the JSON
     * @param lines the line of each child in the file, by link
     */
    private record Request(ObjectNode body, List<List<Long>> lines) {
        static Request of(List<Link> batch, boolean move) {
            Request request = new Request(JsonNodeFactory.instance.objectNode().put("move", move), new ArrayList<>());
            ArrayNode links = request.body.putArray("links");
            String parent = "";
            ArrayNode children = JsonNodeFactory.instance.arrayNode();
            for (Link link : batch) {
                if (!link.parent().equals(parent)) {
                    parent = link.parent();
                    children = links.addObject().put("parent", parent).putArray("children");
                    request.lines.add(new ArrayList<>());
                }
                children.add(link.child());
                request.lines.get(request.lines.size() - 1).add(link.line());
            }
            return request;
        }

        /** The server counts links and children; a person counts the lines of the file. */
        CommandFailed explained(CommandFailed refused, Path file) {
            Matcher row = ROW.matcher(refused.line());
            if (!row.find()) {
                return refused;
            }
            List<Long> link = lines.get(Integer.parseInt(row.group(1)));
            return refused.alsoSaying("that is " + file + ", line "
                    + link.get(row.group(2) == null ? 0 : Integer.parseInt(row.group(2))));
        }
    }
}
