package dev.yima.codegen.draw;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.engine.draw.Draw;
import dev.yima.engine.prize.Odds;
import dev.yima.engine.prize.PointsTerms;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeDetails;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.engine.rules.DrawAudit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A campaign as its public page tells it, checked: the rules are the ones that the commitment was made over, and the
 * seed is the one that it was made with.
 *
 * @param rules the rules that were published
 * @param audit recomputes its draws
 */
record PublishedCampaign(CampaignRules rules, DrawAudit audit) {
    /**
     * Reads and checks it.
     *
     * @throws CommandFailed when it has not ended, or commitment, seed and rules do not belong together
     */
    static PublishedCampaign read(UUID id, JsonNode json) {
        if (!json.path("id").asText().equals(id.toString())) {
            throw CommandFailed.failed("the server answered for another campaign: id=" + json.path("id"));
        }
        if (json.path("seed").asText("").isEmpty() || json.path("seed").isNull()) {
            throw CommandFailed.failed("the seed is published when the campaign has ended: state="
                    + json.path("state").asText());
        }
        byte[] seed = bytes(json, "seed");
        CampaignRules rules = committed(id, json, seed);
        for (JsonNode version : json.path("versions")) {
            if (!committed(id, version, seed).pool().equals(rules.pool())) {
                throw CommandFailed.failed("version " + version.path("version") + " of the rules has other prizes");
            }
        }
        if (!told(json).equals(rules.pool().lines())
                || json.path("claims").asInt() != rules.pool().claims()
                || !json.path("currency").asText().equals(rules.currency())) {
            throw CommandFailed.failed("the rules do not say what the page says");
        }
        return new PublishedCampaign(rules, audit(rules, seed, json.path("claimed")));
    }

    /** The rules of the page or of a version, if they are what was committed to. */
    private static CampaignRules committed(UUID id, JsonNode json, byte[] seed) {
        String text = json.path("rules").asText();
        if (!Arrays.equals(bytes(json, "commitment"), Draw.commitment(seed, text))) {
            throw CommandFailed.failed("seed and rules are not what was committed to: commitment="
                    + json.path("commitment").asText());
        }
        try {
            CampaignRules rules = CampaignRules.read(text);
            if (rules.campaign().equals(id)) {
                return rules;
            }
        } catch (IllegalArgumentException e) {
            throw nonsense(e);
        }
        throw CommandFailed.failed("the rules are those of another campaign");
    }

    /** The prizes that people read on the page: those that are drawn, then those of the bonuses. */
    private static List<Prize> told(JsonNode json) {
        try {
            List<Prize> prizes = new ArrayList<>();
            json.path("prizes").forEach(prize -> prizes.add(prize(prize)));
            json.path("bonuses").forEach(bonus -> prizes.add(prize(bonus.path("prize"))));
            return prizes;
        } catch (IllegalArgumentException e) {
            throw nonsense(e);
        }
    }

    private static Prize prize(JsonNode prize) {
        PrizeKind kind = PrizeKind.valueOf(prize.path("kind").asText());
        boolean cash = kind == PrizeKind.CASH;
        long least = prize.path(cash ? "amountMinor" : "points").asLong(1);
        PrizeDetails details = new PrizeDetails(
                prize.path("title").asText(""),
                prize.path("validDays").asInt(),
                prize.path("priceMinor").asLong(),
                prize.path("storeFeeMinor").asLong(),
                prize.path("lockedDays").asInt(),
                new PointsTerms(
                        prize.path("pendingDays").asInt(),
                        prize.path("validMonths").asInt()));
        return new Prize(
                kind,
                least,
                prize.path(cash ? "amountMaxMinor" : "pointsMax").asLong(least),
                prize.path("count").asInt(),
                number(prize, "perMillion").map(chance -> new Odds(chance, number(prize, "fallback"))),
                details);
    }

    private static Optional<Integer> number(JsonNode json, String field) {
        return json.path(field).isNumber() ? Optional.of(json.path(field).asInt()) : Optional.empty();
    }

    private static CommandFailed nonsense(IllegalArgumentException e) {
        return CommandFailed.failed("the server's answer makes no sense: " + e.getMessage());
    }

    private static DrawAudit audit(CampaignRules rules, byte[] seed, JsonNode claimed) {
        try {
            return new DrawAudit(rules, seed, claimed.asInt(-1));
        } catch (IllegalArgumentException e) {
            throw nonsense(e);
        }
    }

    private static byte[] bytes(JsonNode json, String field) {
        try {
            byte[] bytes = HexFormat.of().parseHex(json.path(field).asText());
            if (bytes.length == Draw.SEED_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw CommandFailed.failed("the server's answer makes no sense: " + field + " must be " + Draw.SEED_BYTES
                + " bytes in hexadecimal");
    }
}
