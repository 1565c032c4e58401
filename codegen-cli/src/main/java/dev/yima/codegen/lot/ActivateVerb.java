package dev.yima.codegen.lot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.folder.PrintedUrl;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.LotChange;
import dev.yima.codegen.server.PrintedAddress;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.terminal.ConfirmOption;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code codegen activate LOT}. */
@Command(
        name = "activate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Let the codes of a lot count.",
        description =
                "From now on a scan of the lot's codes verifies and may win. Do it when the goods leave, not when they"
                        + " are printed. Asks the address in the codes whether it leads to this server, and then you"
                        + " where it does not, where a copy of the lot has leaked, or where codes would win nothing:"
                        + " by a campaign that is a draft, has ended or has fewer packets, by a kind that pays"
                        + " nobody, or outside of the ranges that are bound.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  codegen activate 0C1S",
            "  codegen activate --order 261125-7F3K9Q -o json",
            "  codegen activate 0C1S --offline"
        })
public final class ActivateVerb extends LotChangeVerb {
    private final Terminal terminal;

    @Mixin
    private final ConfirmOption confirm = new ConfirmOption();

    @Option(
            names = "--offline",
            description =
                    "Do not ask the address in the codes whether it leads to this server: it cannot be reached from"
                            + " here.")
    private boolean offline;

    /** Makes the verb with the surroundings of the command. */
    public ActivateVerb(Terminal terminal, ConnectionOptions connection, OutputOptions output) {
        super(connection, output, LotChange.ACTIVATE);
        this.terminal = terminal;
    }

    @Override
    List<String> confirm(StaffApi server, List<LotNumber> numbers) {
        // A lot that was activated before stays as it is, or the server refuses: there is nothing to ask about.
        List<JsonNode> lots =
                numbers.stream().map(server::lot).filter(LotText::isMinted).toList();
        List<String> seen = new ArrayList<>();
        List<String> doubts = new ArrayList<>();
        Map<String, List<JsonNode>> byAddress = lots.stream()
                .collect(Collectors.groupingBy(
                        lot -> lot.path("urlBase").asText(""), LinkedHashMap::new, Collectors.toList()));
        byAddress.keySet().forEach(urlBase -> {
            PrintedUrl.doubt(urlBase)
                    .ifPresent(doubt -> terminal.warn("the codes open " + urlBase + ", which " + doubt));
            if (!offline) {
                PrintedAddress found = PrintedAddress.ask(server, urlBase);
                (found.leadsHere() ? seen : doubts).add(found.seen());
            }
        });
        doubts.addAll(LotDoubts.of(server, lots));
        if (!doubts.isEmpty()) {
            confirm.require(terminal, String.join("\n", doubts), "Goods that are printed cannot be called back");
            doubts.forEach(terminal::warn);
        }
        return seen;
    }
}
