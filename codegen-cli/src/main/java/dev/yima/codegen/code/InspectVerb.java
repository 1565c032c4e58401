package dev.yima.codegen.code;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codec.Code;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.codec.CodeUrl;
import dev.yima.codegen.server.CampaignText;
import dev.yima.codegen.server.ConnectionOptions;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.OutputOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code codegen inspect CODE}: the whole story of one code. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Tell the whole story of one code.",
        description = "What the code is, where it was scanned and what it paid. Looking changes nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  codegen inspect 0C1S-1YNT-84EZ-MPS4",
            "  codegen inspect HTTPS://Q.EXAMPLE.COM/0C1S1YNT84EZMPS4 -o json"
        })
public final class InspectVerb implements Callable<Integer> {
    private final ConnectionOptions connection;
    private final OutputOptions output;

    @Parameters(
            index = "0",
            paramLabel = "CODE",
            description = "The code as it is printed, in either case, or the URL that a camera read.")
    private String text = "";

    /** Makes the verb with the surroundings of the command. */
    public InspectVerb(ConnectionOptions connection, OutputOptions output) {
        this.connection = connection;
        this.output = output;
    }

    @Override
    public Integer call() {
        Code code = code();
        StaffApi server = connection.connect();
        JsonNode story = server.code(code);
        output.print(
                output.form() == OutputOptions.Form.JSON
                        ? ""
                        : CodeTimelineText.tell(code, story, id -> CampaignText.tell(server.campaign(id))),
                story);
        return 0;
    }

    private Code code() {
        String trimmed = text.strip();
        if (CodeReader.read(CodeUrl.codeText(trimmed).orElse(trimmed)) instanceof Wellformed read) {
            return read.code();
        }
        throw CommandFailed.usage("must be " + Code.SYMBOLS + " symbols or a URL with them: CODE=" + text);
    }
}
