package dev.yima.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.gateway.ShopFixture.TestLot;
import io.restassured.path.json.JsonPath;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * A month of a brand: what its line, its dealers, its stores and the people who drink do, and nothing of what should
 * come of it. Each store's bottles are drunk one after the other; stores go on beside each other.
 */
final class MonthStory {
    static final int STORES = Proof.size(8, 40);
    static final int CASES = Proof.size(120, 2_000);
    static final int EACH = 24;
    static final int BOTTLES = CASES * EACH;
    static final int SCANNED = BOTTLES * 3 / 10;
    /** The dealer who sells a tenth of his cases in another province. */
    static final int DIVERTER = 1;
    /** The store whose owner drinks, and how many. */
    static final int SELF_SCANNER = 0;

    static final int OWN_CAPS = 30;
    /** A store of the same dealer wants this case, too, and comes second. */
    static final int FOUGHT_OVER = 6;
    /** Of this one of the same store's it opens before them. */
    static final int TAKEN_OVER = FOUGHT_OVER + STORES;

    private static final int RIVAL = 3;

    private static final int GUESTS_EACH = 75;
    private static final int STRAYS_PER_CENT = 2;
    private static final int BATCH = CASES / 4;
    private static final List<String> TERRITORIES = List.of("510000", "440000", "610000");
    private static final List<String> PROVINCES =
            List.of(DiversionFixture.IN_SICHUAN, DiversionFixture.IN_GUANGDONG, DiversionFixture.IN_SHAANXI);
    private static final String OPENINGS =
            "{\"name\":\"Openings\",\"prizes\":[{\"kind\":\"POINTS\",\"points\":20,\"count\":" + CASES + "}]}";
    private static final String DRINKS = "{\"name\":\"Drinks\",\"prizes\":[{\"kind\":\"CASH\",\"amountMinor\":30,"
            + "\"count\":" + BOTTLES + "}],\"slots\":[{\"slot\":\"STORE\",\"kind\":\"CASH\",\"amountMinor\":10},"
            + "{\"slot\":\"STORE\",\"n\":100,\"per\":\"MONTH\",\"kind\":\"CASH\",\"amountMinor\":500,\"count\":1000},"
            + "{\"slot\":\"GUIDE\",\"kind\":\"POINTS\",\"points\":3},"
            + "{\"slot\":\"DEALER\",\"kind\":\"CASH\",\"amountMinor\":5}]}";

    private final Random random;
    private final CampaignFixture market;
    private final List<Worker> dealers = new ArrayList<>();
    private final List<Worker> owners = new ArrayList<>();
    private final List<Worker> guides = new ArrayList<>();
    private final TestLot boxes;
    private final TestLot caps;
    private final Set<Integer> diverted = new HashSet<>();
    private final Map<Integer, UUID> drinkers = new ConcurrentHashMap<>();
    private final Map<Integer, HttpResponse<String>> refused = new ConcurrentHashMap<>();

    /**
     * Somebody who works at a partner.
     *
     * @param partner where
     * @param phone theirs
     * @param member who they are to the brand
     */
    record Worker(String partner, TestGuest phone, UUID member) {}

    /**
     * Sets up the brand.
     *
     * @param seed decides who drinks what where
     */
    MonthStory(long seed) {
        this.random = new Random(seed);
        this.market = CampaignFixture.fresh("A month");
        ShopFixture shop = market.shop();
        for (String territory : TERRITORIES) {
            dealers.add(worker(market.dealer("Dealer of " + territory, territory), "DEALER", dealers.size()));
        }
        for (int store = 0; store < STORES; store++) {
            int dealer = dealerOf(store);
            String id = market.store("Store " + store, dealers.get(dealer).partner);
            owners.add(worker(id, "STORE", dealer));
            guides.add(worker(id, "GUIDE", dealer));
        }
        this.boxes = shop.lot("CASE_INNER", CASES, shop.runningCampaign(OPENINGS));
        this.caps = shop.lot(
                "ITEM_INNER",
                BOTTLES,
                Map.of("campaignId", shop.runningCampaign(DRINKS), "parent", boxes.number(), "pack", EACH));
        shop.post("/api/v1/lots/" + boxes.number() + "/activate", Map.of());
        shop.post("/api/v1/lots/" + caps.number() + "/activate", Map.of());
        List<Integer> his = new ArrayList<>(IntStream.range(0, CASES)
                .filter(box -> box != FOUGHT_OVER && box != TAKEN_OVER && dealer(box) == DIVERTER)
                .boxed()
                .toList());
        Collections.shuffle(his, random);
        diverted.addAll(his.subList(0, his.size() / 10));
    }

    private Worker worker(String partner, String role, int province) {
        TestGuest phone = new TestGuest(role + " of " + partner);
        String token = market.invitation(partner, Map.of("role", role));
        String from = DiversionFixture.network(PROVINCES.get(province), 0);
        TestGuest.ok(phone.post(
                "/api/v1/partner/join",
                "{\"token\":\"" + token + "\",\"name\":\"" + role + "\",\"pin\":\"" + CampaignFixture.PIN + "\"}",
                from));
        List<Map<String, Object>> people = market.shop()
                .asStaff()
                .get("/api/v1/partners/" + partner + "/people")
                .jsonPath()
                .getList("$");
        String member = people.stream()
                .filter(one -> role.equals(one.get("role")))
                .map(one -> String.valueOf(one.get("memberId")))
                .findFirst()
                .orElseThrow();
        return new Worker(partner, phone, UUID.fromString(member));
    }

    ShopFixture shop() {
        return market.shop();
    }

    TestLot boxes() {
        return boxes;
    }

    TestLot caps() {
        return caps;
    }

    static int dealerOf(int store) {
        return store % TERRITORIES.size();
    }

    /** To whom a case was shipped. */
    int dealer(int box) {
        return dealerOf(box % STORES);
    }

    /** Which store opened a case: the one that it was for, or one of another province, or the one that was faster. */
    int store(int box) {
        int meant = box % STORES;
        if (box == TAKEN_OVER) {
            return RIVAL;
        }
        return diverted.contains(box) ? meant - 1 : meant;
    }

    /** Whether the guide of the store stands for a case. */
    boolean isGuided(int box) {
        return box % 2 == 0;
    }

    Set<Integer> diverted() {
        return diverted;
    }

    List<Worker> dealers() {
        return dealers;
    }

    List<Worker> owners() {
        return owners;
    }

    List<Worker> guides() {
        return guides;
    }

    /** Who drank which bottle, as they were told who they are. */
    Map<Integer, UUID> drinkers() {
        return drinkers;
    }

    /** What was answered to the stores that came second, by case. */
    Map<Integer, HttpResponse<String>> refused() {
        return refused;
    }

    /** Two devices tell what was shipped, the evening before, and one of them twice. */
    void ship() {
        List<Map<String, Object>> rows = new ArrayList<>();
        String at = TestClock.now().minus(Duration.ofHours(12)).toString();
        for (int box = 0; box < CASES; box++) {
            rows.add(Map.of(
                    "sequence",
                    box,
                    "kind",
                    "OUTBOUND",
                    "code",
                    boxes.code(box),
                    "partnerId",
                    dealers.get(dealer(box)).partner,
                    "at",
                    at));
        }
        for (int from = 0; from < CASES; from += BATCH) {
            tell(from / BATCH % 2, rows.subList(from, from + BATCH), "RECORDED");
        }
        tell(0, rows.subList(0, BATCH), "ALREADY");
    }

    private void tell(int device, List<Map<String, Object>> rows, String result) {
        JsonPath told = shop().post("/api/v1/movements", Map.of("device", "PDA-" + device, "movements", rows));
        if (!Set.copyOf(told.getList("rows.result")).equals(Set.of(result))) {
            throw new AssertionError(told.prettify());
        }
    }

    /** Stores open their cases, guides stand for theirs, and whoever comes second is refused. */
    void open() throws Exception {
        Phones.of(8).each(IntStream.range(0, STORES).boxed().toList(), store -> {
            IntStream.range(0, CASES).filter(box -> store(box) == store).forEach(box -> {
                open(box, store);
                if (isGuided(box)) {
                    scanned(guides.get(store), "/api/v1/partner/guides", box);
                }
            });
            return store;
        });
        refused.put(FOUGHT_OVER, post(owners.get(RIVAL), "/api/v1/partner/openings", FOUGHT_OVER));
        refused.put(TAKEN_OVER, post(owners.get(FOUGHT_OVER), "/api/v1/partner/openings", TAKEN_OVER));
    }

    private void open(int box, int store) {
        scanned(owners.get(store), "/api/v1/partner/openings", box);
    }

    private void scanned(Worker who, String path, int box) {
        TestGuest.ok(post(who, path, box));
    }

    private HttpResponse<String> post(Worker who, String path, int box) {
        int province = dealerOf(owners.contains(who) ? owners.indexOf(who) : guides.indexOf(who));
        return who.phone.post(
                path, "{\"code\":\"" + boxes.code(box) + "\"}", DiversionFixture.network(PROVINCES.get(province), 0));
    }

    /** People drink, each store's guests in its own province, but for a few travellers. */
    void drink() throws Exception {
        List<Integer> bottles =
                new ArrayList<>(IntStream.range(0, BOTTLES).boxed().toList());
        Collections.shuffle(bottles, random);
        Map<Integer, List<Integer>> ofStore = new HashMap<>();
        for (int bottle : bottles.subList(0, SCANNED)) {
            ofStore.computeIfAbsent(store(bottle / EACH), none -> new ArrayList<>())
                    .add(bottle);
        }
        long seed = random.nextLong();
        Phones.of(8).each(IntStream.range(0, STORES).boxed().toList(), store -> {
            drink(store, ofStore.getOrDefault(store, List.of()), new Random(seed + store));
            return store;
        });
    }

    private void drink(int store, List<Integer> bottles, Random chance) {
        List<TestGuest> guests = IntStream.range(0, GUESTS_EACH)
                .mapToObj(n -> new TestGuest("guest " + n + " of " + store))
                .toList();
        int own = 0;
        for (int bottle : bottles) {
            int home = dealerOf(store);
            boolean strays = chance.nextInt(100) < STRAYS_PER_CENT;
            int province = strays ? (home + 1 + chance.nextInt(TERRITORIES.size() - 1)) % TERRITORIES.size() : home;
            String from = DiversionFixture.network(PROVINCES.get(province), chance.nextInt(DiversionFixture.NETWORKS));
            boolean themselves = store == SELF_SCANNER && own++ < OWN_CAPS;
            TestGuest guest = themselves ? owners.get(store).phone : guests.get(chance.nextInt(GUESTS_EACH));
            JsonNode answer = guest.claim(caps.code(bottle), from);
            drinkers.put(bottle, UUID.fromString(answer.get("memberId").asText()));
        }
    }
}
