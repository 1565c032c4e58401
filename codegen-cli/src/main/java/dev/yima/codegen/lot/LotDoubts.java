package dev.yima.codegen.lot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.server.CampaignText;
import dev.yima.codegen.server.RegisteredCopy;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.terminal.Count;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The reasons to think twice before lots go on sale: copies that have leaked, and codes that would win nothing. */
final class LotDoubts {
    private final StaffApi server;
    private final Map<String, JsonNode> campaigns = new LinkedHashMap<>();
    private final Map<String, Long> codes = new LinkedHashMap<>();
    private final List<String> doubts = new ArrayList<>();

    private LotDoubts(StaffApi server) {
        this.server = server;
    }

    /** The doubts about lots, a sentence each; none is the rule. */
    static List<String> of(StaffApi server, List<JsonNode> lots) {
        LotDoubts all = new LotDoubts(server);
        lots.forEach(all::look);
        all.codes.forEach(
                (id, bound) -> CampaignText.shortage(all.campaign(id), bound).ifPresent(all.doubts::add));
        return List.copyOf(all.doubts);
    }

    private void look(JsonNode lot) {
        LotNumber number = LotChoice.read(lot.path("number").asText(""));
        JsonNode custody = server.custody(number);
        JsonNode ranges = server.ranges(number).path("items");
        List<Integer> honeys = StaffApi.namedCopies(custody).stream()
                .map(RegisteredCopy::honeys)
                .flatMap(List::stream)
                .toList();
        LotText.leaks(custody).forEach(leak -> add(lot, leak));
        Map<String, Long> bound = new LinkedHashMap<>();
        if (lot.path("campaignId").isTextual()) {
            bound.put(lot.path("campaignId").asText(), LotText.goodsCount(lot));
        }
        for (JsonNode range : ranges) {
            if (range.path("campaignId").isTextual()) {
                bound.merge(range.path("campaignId").asText(), goods(range, honeys), Long::sum);
            }
        }
        if (LotText.neverPays(lot)) {
            bound.keySet()
                    .forEach(
                            id -> add(lot, "its kind pays nobody, though it is of " + CampaignText.tell(campaign(id))));
            return;
        }
        bound.forEach((id, count) -> {
            CampaignText.doubt(campaign(id)).ifPresent(doubt -> add(lot, doubt));
            codes.merge(id, count, Long::sum);
        });
        blank(lot, ranges, honeys, "campaignId", "campaign");
        blank(lot, ranges, honeys, "productId", "product");
    }

    /** Some codes of a lot were bound by ranges: the others were most likely forgotten. */
    private void blank(JsonNode lot, JsonNode ranges, List<Integer> honeys, String field, String thing) {
        long bound = 0;
        for (JsonNode range : ranges) {
            bound += range.path(field).isTextual() ? goods(range, honeys) : 0;
        }
        long blank = LotText.goodsCount(lot) - bound;
        if (bound > 0 && blank > 0 && !lot.path(field).isTextual()) {
            add(lot, Count.are(blank, "code") + " bound to no " + thing);
        }
    }

    private static long goods(JsonNode range, List<Integer> honeys) {
        int from = range.path("from").asInt();
        int to = range.path("to").asInt();
        return to
                - from
                + 1L
                - honeys.stream()
                        .filter(serial -> serial >= from && serial <= to)
                        .count();
    }

    private JsonNode campaign(String id) {
        return campaigns.computeIfAbsent(id, server::campaign);
    }

    private void add(JsonNode lot, String doubt) {
        doubts.add(LotText.tell(lot) + ": " + doubt);
    }
}
