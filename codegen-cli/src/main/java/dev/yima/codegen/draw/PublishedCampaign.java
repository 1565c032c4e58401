package dev.yima.codegen.draw;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.engine.CampaignRules;
import dev.yima.engine.Draw;
import dev.yima.engine.DrawAudit;
import dev.yima.engine.Prize;
import dev.yima.engine.PrizeKind;
import dev.yima.engine.PrizePool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * A campaign as its public page tells it, checked: the rules are the ones that the commitment was made over, and the
 * seed is the one that it was made with.
 *
 * @param rules what was promised
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
        CampaignRules rules = rules(id, json);
        byte[] seed = bytes(json, "seed");
        byte[] commitment = bytes(json, "commitment");
        if (!rules.text().equals(json.path("rules").asText())) {
            throw CommandFailed.failed("the rules do not say what the page says");
        }
        if (!Arrays.equals(commitment, Draw.commitment(seed, rules.text()))) {
            throw CommandFailed.failed("seed and rules are not what was committed to: commitment="
                    + json.path("commitment").asText());
        }
        return new PublishedCampaign(rules, audit(rules, seed, json.path("claimed")));
    }

    private static CampaignRules rules(UUID id, JsonNode json) {
        try {
            List<Prize> prizes = new ArrayList<>();
            for (JsonNode prize : json.path("prizes")) {
                PrizeKind kind = PrizeKind.valueOf(prize.path("kind").asText());
                String amount = kind == PrizeKind.CASH ? "amountMinor" : "points";
                prizes.add(new Prize(
                        kind, prize.path(amount).asLong(), prize.path("count").asInt()));
            }
            return new CampaignRules(
                    id,
                    json.path("currency").asText(),
                    new PrizePool(json.path("claims").asInt(), prizes));
        } catch (IllegalArgumentException e) {
            throw CommandFailed.failed("the server's answer makes no sense: " + e.getMessage());
        }
    }

    private static DrawAudit audit(CampaignRules rules, byte[] seed, JsonNode claimed) {
        try {
            return new DrawAudit(rules, seed, claimed.asInt(-1));
        } catch (IllegalArgumentException e) {
            throw CommandFailed.failed("the server's answer makes no sense: " + e.getMessage());
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
