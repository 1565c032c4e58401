package dev.yima.gateway.scan.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.yima.codec.LotCodec;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeDetails;
import dev.yima.engine.rules.PromotionLaw;
import dev.yima.gateway.CampaignFixture;
import dev.yima.gateway.CampaignFixture.Goods;
import dev.yima.gateway.ChinaDay;
import dev.yima.gateway.Consumer;
import dev.yima.gateway.Proof;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.scan.page.PageRuler.Screen;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The other pages with long names, large amounts and many lines, measured in a browser. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class AllPagesFitTest {
    private static final String LONG = "Fujian Wuyishan Rock Tea, Spring Water and Sundries 武夷山岩茶与天然矿泉水联合销售";
    private static final String TITLE = "W".repeat(PrizeDetails.TITLE_MAX);
    private static final long DRAWN_MAX = PromotionLaw.DRAWN_FEN_MAX;
    private static final PageRuler RULER = new PageRuler();

    @AfterAll
    static void putAway() {
        RULER.close();
    }

    @BeforeEach
    void onOneDay() {
        ChinaDay.lasts(Duration.ofMinutes(2));
    }

    @Test
    void whatRewardsAndRulesShowFits() {
        PhoneFixture shop = PhoneFixture.open(LONG, "#777777");
        Consumer person = new Consumer();
        Map<String, Object> everything = Map.of(
                "name",
                LONG,
                "draw",
                "ODDS",
                "claims",
                1_000_000_000,
                "hours",
                Map.of("from", "00:00", "to", "23:59"),
                "limits",
                Map.of("perPersonDay", 1_000, "perPerson", 1_000, "cashPerDayMinor", 10 * Prize.AMOUNT_MAX),
                "prizes",
                List.of(
                        line(
                                "CASH",
                                Map.of("amountMinor", DRAWN_MAX - 1, "amountMaxMinor", DRAWN_MAX, "lockedDays", 7)),
                        line("POINTS", Map.of("points", 1, "pendingDays", 30, "validMonths", 12)),
                        line("COUPON", Map.of("title", TITLE, "validDays", 30, "priceMinor", Prize.AMOUNT_MAX)),
                        line("GIFT", Map.of("title", TITLE)),
                        line("THANKS", Map.of("title", "谢"))));
        String rules = campaignOf(shop, everything);
        for (Map<String, Object> prize : List.<Map<String, Object>>of(
                Map.of("kind", "CASH", "amountMinor", DRAWN_MAX, "count", 9),
                Map.of("kind", "CASH", "amountMinor", 1, "lockedDays", 7, "count", 9),
                Map.of("kind", "POINTS", "points", Prize.AMOUNT_MAX, "count", 9),
                Map.of("kind", "POINTS", "points", 1, "pendingDays", 3, "validMonths", 1, "count", 9),
                Map.of("kind", "COUPON", "title", TITLE, "validDays", 30, "priceMinor", Prize.AMOUNT_MAX, "count", 9),
                Map.of("kind", "GIFT", "title", TITLE, "count", 9),
                Map.of("kind", "THANKS", "title", "谢谢", "count", 9))) {
            LotCodec lot = shop.lot("Tea", Map.of("name", "One", "prizes", List.of(prize)));
            person.claim(lot.code(1).text());
        }
        String gift = person.me().getString("rewards.find { it.kind == 'GIFT' }.id");
        person.post(
                "/api/v1/me/gifts/" + gift + "/address",
                Map.of("name", LONG, "phone", "+86 138 0013 8000", "address", TITLE + LONG));
        look(person, "/my/rewards", "/c/" + rules, "/", "/no/such/page");
    }

    @Test
    void whatPeopleAtStoresSeeFits() {
        CampaignFixture market =
                new CampaignFixture(PhoneFixture.open(LONG, "#0b5c8a").shop());
        String store = market.store(LONG, market.dealer(LONG));
        ShopFixture shop = market.shop();
        String slots = """
                {"name":"Summer","claims":100,"prizes":[{"kind":"CASH","amountMinor":188,"count":100}],
                "slots":[{"slot":"STORE","kind":"CASH","amountMinor":10000000},
                {"slot":"GUIDE","kind":"POINTS","points":1}]}""";
        Goods goods = market.goods(2, 6, shop.runningCampaign(slots));
        Consumer boss = market.worker(store, "STORE");
        CampaignFixture.ok(CampaignFixture.open(boss, goods.boxes().code(0)));
        new Consumer().claim(goods.cap(0, 0));
        String token = market.invitation(store, Map.of("role", "GUIDE"));
        look(
                boss,
                "/partner",
                "/" + goods.boxes().code(0),
                "/" + goods.boxes().code(1),
                "/" + goods.cap(0, 1),
                "/join/" + token);
        Map<String, String> asked = new LinkedHashMap<>();
        for (String language : List.of("en", "zh")) {
            asked.put(
                    language,
                    boss.form(
                                    "/partner/open",
                                    language,
                                    Map.of("code", goods.boxes().code(1)))
                            .asString());
        }
        assertEquals(List.of(), RULER.faults("fit-question", asked, Screen.PHONE));
        Consumer travels = boss.elsewhere("203.0.113.9");
        Map<String, String> confirmed = new LinkedHashMap<>();
        for (String language : List.of("en", "zh")) {
            Map<String, String> opens = Map.of("code", goods.boxes().code(1), "sure", "yes");
            confirmed.put(
                    language, travels.form("/partner/open", language, opens).asString());
        }
        assertEquals(List.of(), RULER.faults("fit-pin", confirmed, Screen.PHONE));
    }

    private static void look(Consumer person, String... paths) {
        List<String> faults = new ArrayList<>();
        for (Screen screen : Stream.of(Screen.SMALL_AND_DARK, Screen.PHONE, Screen.ACROSS)
                .limit(Proof.size(1, 3))
                .toList()) {
            for (String path : paths) {
                Map<String, String> pages = new LinkedHashMap<>();
                for (String language : List.of("en", "zh")) {
                    pages.put(language, person.page(path, language).asString());
                }
                String name = path.equals("/") ? "home" : path.split("/")[1];
                faults.addAll(RULER.faults("fit-" + name + "-" + screen.width(), pages, screen));
            }
        }
        assertEquals("", String.join("\n", faults));
    }

    private static String campaignOf(PhoneFixture shop, Map<String, Object> campaign) {
        String id = shop.shop().post("/api/v1/campaigns", campaign).getString("id");
        shop.shop().post("/api/v1/campaigns/" + id + "/publish", Map.of());
        return id;
    }

    private static Map<String, Object> line(String kind, Map<String, Object> more) {
        Map<String, Object> line = new HashMap<>(more);
        line.put("kind", kind);
        line.put("count", 1);
        line.put("perMillion", 1);
        return line;
    }
}
