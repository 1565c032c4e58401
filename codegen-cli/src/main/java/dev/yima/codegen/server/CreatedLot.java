package dev.yima.codegen.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.terminal.CommandFailed;
import java.util.regex.Pattern;

/**
 * A lot that the server has made, without its key.
 *
 * @param number its number
 * @param urlBase scheme and host that its codes are printed under
 * @param label the label that staff gave it; empty without one
 * @param createdAt the moment when the server made it, as the server wrote it
 */
public record CreatedLot(LotNumber number, String urlBase, String label, String createdAt) {
    private static final Pattern URL_BASE = Pattern.compile("(?i)https?://[a-z0-9.:\\[\\]-]{1,200}");

    /** Reads the server's answer and holds it against what was asked for. */
    static CreatedLot read(JsonNode json, LotOrder order) {
        LotNumber number = number(json);
        String urlBase = json.path("urlBase").asText("");
        if (!URL_BASE.matcher(urlBase).matches()) {
            throw wrong("urlBase must be scheme and host", "urlBase=" + urlBase).alsoSaying(leftover(number));
        }
        if (json.path("size").asInt() != order.size()
                || json.path("test").asBoolean() != order.test()
                || !json.path("kind").asText("").equals(order.kind().name())) {
            throw wrong("size, kind and test must be what was asked for", json.toString())
                    .alsoSaying(leftover(number));
        }
        return new CreatedLot(
                number,
                urlBase,
                json.path("label").asText(""),
                json.path("createdAt").asText(""));
    }

    /** The message for the person when a lot was made and its codes were not, or not all. */
    public static String leftover(LotNumber number) {
        return "lot " + number + " is unfinished: the same command goes on with it, 'codegen void " + number
                + "' retires it";
    }

    private static LotNumber number(JsonNode json) {
        String text = json.path("number").asText("");
        return LotNumber.read(text).orElseThrow(() -> wrong("number must be 4 symbols", "number=" + text));
    }

    private static CommandFailed wrong(String rule, String value) {
        return CommandFailed.failed("the server's answer makes no sense: " + rule + ": " + value)
                .unsettled();
    }
}
