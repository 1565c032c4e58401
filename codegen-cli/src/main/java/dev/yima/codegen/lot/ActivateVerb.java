package dev.yima.codegen.lot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.folder.PrintedUrl;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.LotChange;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.terminal.ConfirmOption;
import dev.yima.codegen.terminal.OutputOptions;
import dev.yima.codegen.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code codegen activate LOT}. */
@Command(
        name = "activate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Let the codes of a lot count.",
        description =
                "From now on a scan of the lot's codes verifies and may win. Do it when the goods leave, not when they"
                        + " are printed. Asks when the lot's campaign is a draft or has ended, since nobody would win.",
        footerHeading = "%nExamples:%n",
        footer = {"  codegen activate 0C1S", "  codegen activate --order 261125-7F3K9Q -o json"})
public final class ActivateVerb extends LotChangeVerb {
    private final Terminal terminal;

    @Mixin
    private final ConfirmOption confirm = new ConfirmOption();

    /** Makes the verb with the surroundings of the command. */
    public ActivateVerb(Terminal terminal, ConnectionOptions connection, OutputOptions output) {
        super(connection, output, LotChange.ACTIVATE);
        this.terminal = terminal;
    }

    @Override
    void confirm(StaffApi server, List<LotNumber> numbers) {
        List<String> doubts = new ArrayList<>();
        for (LotNumber number : numbers) {
            JsonNode lot = server.lot(number);
            String urlBase = lot.path("urlBase").asText("");
            PrintedUrl.doubt(urlBase)
                    .ifPresent(doubt ->
                            terminal.warn("the codes of lot " + number + " open " + urlBase + ", which " + doubt));
            CampaignText.doubt(server, lot.path("campaignId"))
                    .ifPresent(doubt -> doubts.add(LotText.tell(lot) + ": " + doubt));
        }
        if (!doubts.isEmpty()) {
            confirm.require(terminal, String.join("\n", doubts));
        }
    }
}
