package dev.yima.codegen.code;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codec.Code;
import dev.yima.codegen.terminal.SafeText;
import dev.yima.engine.rules.MinorUnitText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;

/** Tells a person what the server says of a code. Shows what it knows and passes over what it does not. */
final class CodeTimelineText {
    private final List<String> lines = new ArrayList<>();

    private CodeTimelineText() {}

    /**
     * The story as lines of text.
     *
     * @param campaigns tells a campaign by its id; asked once for each
     */
    static String tell(Code code, JsonNode story, UnaryOperator<String> campaigns) {
        CodeTimelineText told = new CodeTimelineText();
        told.field("code", code.grouped());
        told.field("verdict", text(story, "verdict"));
        told.field("voided", text(story, "voidReason"));
        told.field("honey of", text(story, "honeyOf"));
        told.field("lot", lot(story.path("lot")));
        told.field("serial", text(story, "serial"));
        Set<String> ids = new LinkedHashSet<>(List.of(text(story.path("lot"), "campaignId")));
        story.path("claims").forEach(claim -> ids.add(text(claim, "campaignId")));
        ids.remove("");
        ids.forEach(id -> told.field("campaign", campaigns.apply(id).replaceFirst("^campaign ", "")));
        told.field("scans", scans(story));
        for (JsonNode scan : story.path("scans")) {
            told.lines.add(scan(scan));
        }
        for (JsonNode claim : story.path("claims")) {
            told.field("claim", claim(claim));
        }
        for (JsonNode kept : story.path("keptBack")) {
            told.field("withheld", withheld(kept));
        }
        return String.join("\n", told.lines);
    }

    private void field(String name, String value) {
        if (!value.isBlank()) {
            lines.add(String.format(Locale.ROOT, "%-9s %s", name, value));
        }
    }

    private static String lot(JsonNode lot) {
        if (!lot.isObject()) {
            return "";
        }
        StringJoiner words = new StringJoiner(", ");
        add(words, "", text(lot, "number"));
        add(words, "", text(lot, "kind"));
        add(words, "", lot.path("test").asBoolean() ? "TEST" : "");
        add(words, "", text(lot, "state"));
        add(words, "codes ", text(lot, "size"));
        add(words, "product ", text(lot, "product"));
        add(words, "", text(lot, "label"));
        return words.toString();
    }

    private static String scans(JsonNode story) {
        StringJoiner words = new StringJoiner(", ");
        add(words, "", text(story, "scanCount"));
        add(words, "first ", text(story, "firstScannedAt"));
        return words.toString();
    }

    private static String scan(JsonNode scan) {
        StringJoiner words = new StringJoiner(", ");
        add(words, "", text(scan, "at"));
        add(words, "member ", text(scan, "memberId"));
        return String.format(Locale.ROOT, "%9s %s", text(scan, "nth"), words).stripTrailing();
    }

    private static String claim(JsonNode claim) {
        StringJoiner words = new StringJoiner(", ");
        add(words, "", text(claim, "slot"));
        add(words, "", text(claim, "at"));
        add(words, "member ", text(claim, "memberId"));
        add(words, "partner ", text(claim, "partnerId"));
        add(words, "position ", text(claim, "position"));
        add(words, "", reward(claim.path("reward")));
        return words.toString();
    }

    private static String withheld(JsonNode kept) {
        StringJoiner words = new StringJoiner(", ");
        add(words, "", text(kept, "slot"));
        add(words, "", text(kept, "at"));
        add(words, "partner ", text(kept, "partnerId"));
        add(words, "by the rule ", text(kept, "rule"));
        return words.toString();
    }

    private static String reward(JsonNode reward) {
        if (!reward.isObject()) {
            return "no prize";
        }
        StringJoiner words = new StringJoiner(" ");
        add(words, "", text(reward, "kind"));
        add(words, "", amount(reward));
        add(words, "", text(reward, "points"));
        add(words, "", text(reward, "title"));
        add(words, "coupon ", text(reward, "couponCode"));
        add(words, "", text(reward, "state"));
        add(words, "reward ", text(reward, "id"));
        return words.toString();
    }

    /** The amount in the currency's own units: 88 minor units of CNY are 0.88 CNY. */
    private static String amount(JsonNode reward) {
        JsonNode minor = reward.path("amountMinor");
        return minor.isIntegralNumber() ? MinorUnitText.of(minor.longValue(), text(reward, "currency")) : "";
    }

    private static void add(StringJoiner words, String before, String value) {
        if (!value.isBlank()) {
            words.add(before + value);
        }
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isNull() ? "" : SafeText.of(value.asText(""));
    }
}
