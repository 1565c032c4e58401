package dev.yima.gateway.campaign.draft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.engine.condition.Condition;
import dev.yima.engine.condition.ConditionType;
import dev.yima.engine.condition.ConditionTypes;
import dev.yima.engine.condition.Conditions;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.PrizePool;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.engine.rules.Period;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConditionFormTest {
    private static final ObjectMapper JSON =
            new ObjectMapper().findAndRegisterModules().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final PrizePool POOL = new PrizePool(10, List.of(new Prize(PrizeKind.CASH, 100, 10)));
    private static final Map<String, String> TEXTS = Map.of(
            "hours", "22:00 02:00",
            "people", "NEW",
            "tags", "staff vip",
            "regions", "500000 510000",
            "person-day", "2",
            "person", "3",
            "cash-hour", "200",
            "cash-day", "300");

    @Test
    void everyConditionIsGivenAndTakenInItsField() throws JsonProcessingException {
        for (ConditionType<?> type : ConditionTypes.ALL) {
            Condition condition = type.read().apply(Objects.requireNonNull(TEXTS.get(type.word()), type.word()));
            Conditions conditions = Conditions.NONE.with(condition);

            ObjectNode given = given(conditions);

            JsonNode field = given.at("/" + type.field().replace('.', '/'));
            assertTrue(!field.isMissingNode() && !field.isNull(), type.field());
            assertEquals(conditions, taken(given), type.field());
        }
        assertEquals(Conditions.NONE, taken(given(Conditions.NONE)));
    }

    private static ObjectNode given(Conditions conditions) {
        CampaignRules rules = new CampaignRules(new UUID(0, 1), "CNY", POOL, Period.OPEN, conditions);
        return JSON.valueToTree(CampaignTerms.of(rules));
    }

    private static Conditions taken(ObjectNode given) throws JsonProcessingException {
        return JSON.treeToValue(given.put("name", "Any"), NewCampaign.class)
                .rules(new UUID(0, 1), "CNY", Conditions.ZONE_DEFAULT)
                .conditions();
    }
}
