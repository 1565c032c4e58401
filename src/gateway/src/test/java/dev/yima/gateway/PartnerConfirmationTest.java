package dev.yima.gateway;

import static dev.yima.gateway.LinkedRewardsTest.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.CampaignFixture.Goods;
import dev.yima.gateway.platform.crypto.Digests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A cookie that was copied brings nobody money or power: the person confirms with their PIN. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class PartnerConfirmationTest {
    private static final String PARTNER = "/api/v1/partner";
    private static final String CONFIRM = PARTNER + "/confirmations";
    private static final String INVITE = PARTNER + "/invitations";
    private static final String NEEDED = "confirmation-needed";
    private static final String AWAY = "203.0.113.9";
    private static final String ANOTHER = "198.51.100.7";
    private static final int TRIES_MAX = 5;
    private static final int WRONG_MAX = 100;
    private static final int AT_ONCE = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String COUPONS = """
            {"name":"One more","prizes":[{"kind":"COUPON","title":"One more bottle","validDays":30,
            "priceMinor":100,"storeFeeMinor":50,"count":4}]}""";
    private static final String GUIDED = """
            {"name":"Guided","claims":20,"prizes":[{"kind":"POINTS","points":1,"count":20}],
            "slots":[{"slot":"GUIDE","kind":"POINTS","points":3}]}""";
    private static final Pattern HIDDEN = Pattern.compile("type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\"");

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    /** A store with goods, coupons of guests, and people. */
    private record Shop(CampaignFixture market, String dealer, String store, Goods goods, List<String> coupons) {
        static Shop open(String name) {
            CampaignFixture market = CampaignFixture.fresh(name);
            String dealer = market.dealer("Anywhere");
            ShopFixture shop = market.shop();
            ShopFixture.TestLot won = shop.activeLot(4, shop.runningCampaign(COUPONS));
            List<String> coupons = IntStream.range(0, 4)
                    .mapToObj(cap -> new Consumer().claim(won.code(cap)).getString("reward.couponCode"))
                    .toList();
            Goods goods = market.goods(3, 4, shop.runningCampaign(GUIDED));
            return new Shop(market, dealer, market.store("Corner", dealer), goods, coupons);
        }

        Consumer hires(String role) {
            return market.worker(store, role);
        }

        String box(int n) {
            return goods.boxes().code(n);
        }

        Response redeem(Consumer by, int coupon) {
            return by.post(PARTNER + "/coupons/" + coupons.get(coupon) + "/redeem", Map.of());
        }

        int earned() {
            List<Integer> balances = market.shop()
                    .asStaff()
                    .get("/api/v1/ledger/balances?owner=" + store)
                    .jsonPath()
                    .getList("balances.findAll { it.unit == 'CNY' }.balance");
            return balances.stream().mapToInt(Integer::intValue).sum();
        }

        int people() {
            return market.shop()
                    .asStaff()
                    .get("/api/v1/partners/" + store + "/people")
                    .jsonPath()
                    .getList("$")
                    .size();
        }
    }

    private static Response confirm(Consumer person, String pin) {
        return person.post(CONFIRM, Map.of("pin", pin));
    }

    @Test
    void aStolenCookieBringsNothingFromAnotherNetwork() {
        Shop shop = Shop.open("Stolen");
        Consumer boss = shop.hires("STORE");
        Consumer guide = shop.hires("GUIDE");
        CampaignFixture.ok(CampaignFixture.open(boss, shop.box(0)));
        new Consumer().claim(shop.goods().cap(0, 0));

        Consumer thief = boss.elsewhere(AWAY);
        Consumer guides = guide.elsewhere(AWAY);
        assertProblem(shop.redeem(thief, 0), 403, NEEDED);
        assertProblem(CampaignFixture.open(thief, shop.box(1)), 403, NEEDED);
        assertProblem(thief.post(INVITE, Map.of("role", "STORE")), 403, NEEDED);
        assertProblem(guides.post(PARTNER + "/guides", Map.of("code", shop.box(1))), 403, NEEDED);
        assertProblem(
                guides.post(PARTNER + "/claims", Map.of("code", shop.goods().cap(0, 0))), 403, NEEDED);
        assertEquals(200, thief.get(PARTNER).statusCode(), "looking needs no PIN");
        assertEquals(0, shop.earned());
        assertEquals(0, guide.me().getInt("points"));
        assertFalse(boss.get(PARTNER + "/codes/" + shop.box(1)).jsonPath().getBoolean("openedByUs"));

        assertEquals(200, shop.redeem(boss, 0).statusCode(), "where they joined");
        CampaignFixture.ok(CampaignFixture.open(boss, shop.box(1)));
        CampaignFixture.ok(guide.post(PARTNER + "/guides", Map.of("code", shop.box(1))));
        CampaignFixture.ok(
                guide.post(PARTNER + "/claims", Map.of("code", shop.goods().cap(0, 0))));
        assertEquals(201, boss.post(INVITE, Map.of("role", "GUIDE")).statusCode());
        assertEquals(50, shop.earned());

        Consumer travels = boss.elsewhere(ANOTHER);
        assertProblem(shop.redeem(travels, 1), 403, NEEDED);
        CampaignFixture.ok(confirm(travels, CampaignFixture.PIN));
        assertEquals(200, shop.redeem(travels, 1).statusCode());
        assertProblem(shop.redeem(thief, 2), 403, NEEDED);
        assertEquals(200, shop.redeem(boss, 2).statusCode(), "the other network is still good");
    }

    @Test
    void aConfirmationHoldsForTwelveHours() {
        Shop shop = Shop.open("Half a day");
        Consumer boss = shop.hires("STORE");
        TestClock.forward(Duration.ofHours(12).minusMinutes(2));
        assertEquals(200, shop.redeem(boss, 0).statusCode());
        TestClock.forward(Duration.ofMinutes(3));
        assertProblem(shop.redeem(boss, 1), 403, NEEDED);
        Instant until = Instant.parse(
                CampaignFixture.ok(confirm(boss, CampaignFixture.PIN)).getString("until"));
        Duration left = Duration.between(TestClock.now(), until);
        assertTrue(left.compareTo(Duration.ofHours(12)) <= 0 && left.toHours() == 11, left.toString());
        assertEquals(200, shop.redeem(boss, 1).statusCode());
    }

    @Test
    void fiveWrongOnesLockAPersonForAnHour() {
        Shop shop = Shop.open("Locked");
        Consumer boss = shop.hires("STORE");
        Consumer thief = boss.elsewhere(AWAY);
        for (int n = 0; n < TRIES_MAX; n++) {
            assertProblem(confirm(thief, "40000" + n), 403, "wrong-pin");
            assertProblem(confirm(thief, "400000"), 403, n < TRIES_MAX - 1 ? "wrong-pin" : "pin-locked");
            TestClock.forward(Duration.ofMinutes(10));
        }
        Response locked = confirm(thief, "400009");
        assertProblem(locked, 403, "pin-locked");
        assertEquals(
                locked.asString(), confirm(thief, CampaignFixture.PIN).asString(), "the right one is not told apart");
        assertEquals(
                locked.asString(),
                confirm(boss, CampaignFixture.PIN).asString(),
                "the person is locked, wherever they are");
        assertEquals(200, shop.redeem(boss, 0).statusCode(), "who has confirmed goes on: a thief stops no store");
        assertEquals(TRIES_MAX, wrongPins(shop));

        TestClock.forward(Duration.ofMinutes(49));
        assertProblem(confirm(boss, CampaignFixture.PIN), 403, "pin-locked");
        TestClock.forward(Duration.ofMinutes(2));
        assertProblem(confirm(thief, "400009"), 403, "wrong-pin");
        assertEquals(200, confirm(boss, CampaignFixture.PIN).statusCode());
        assertProblem(confirm(boss, "12345"), 400, "invalid-field");
        assertProblem(confirm(boss, "12345x"), 400, "invalid-field");
        assertProblem(confirm(new Consumer(), CampaignFixture.PIN), 403, "not-a-partner");
    }

    @Test
    void aThiefWithPatienceIsLockedOutForGood() {
        Shop shop = Shop.open("Patience");
        Consumer boss = shop.hires("STORE");
        UUID member = member(shop);
        execute("UPDATE employee_pin SET chosen_at = chosen_at - interval '5 days' WHERE member_id = $1", member);
        execute(
                "INSERT INTO wrong_pin SELECT member_id, chosen_at + n * interval '1 hour', digest"
                        + " FROM employee_pin, generate_series(1, " + (WRONG_MAX - 1) + ") n WHERE member_id = $1",
                member);
        assertProblem(confirm(boss, "400000"), 403, "wrong-pin");
        assertProblem(confirm(boss, CampaignFixture.PIN), 403, "pin-locked");
        TestClock.forward(Duration.ofDays(2));
        assertProblem(confirm(boss, CampaignFixture.PIN), 403, "pin-locked");
        TestClock.forward(Duration.ofDays(29));
        assertEquals(200, confirm(boss, CampaignFixture.PIN).statusCode(), "thirty days later");
        confirm(boss, "400001");
        confirm(boss, "400002");
        assertEquals(
                2,
                execute("SELECT 1 FROM wrong_pin WHERE member_id = $1", member).size(),
                "what is old is gone");
    }

    @Test
    void manyAtOnceGetNoMoreTriesThanOne() throws Exception {
        Shop shop = Shop.open("At once");
        Consumer boss = shop.hires("STORE");
        Consumer thief = boss.elsewhere(AWAY);
        List<String> pins = new ArrayList<>(
                IntStream.range(400_000, 400_040).mapToObj(String::valueOf).toList());
        pins.add(CampaignFixture.PIN);
        Collections.shuffle(pins, new Random(7));
        List<String> told = Phones.of(AT_ONCE).each(pins, pin -> {
            if (pin.hashCode() % 2 == 0) {
                return confirm(thief, pin).asString();
            }
            Map<String, String> form = Map.of("code", shop.box(0), "sure", "yes", "pin", pin);
            return thief.form("/partner/open", "en", form).asString();
        });
        long wrong = told.stream()
                .filter(one -> one.contains("/wrong-pin\"") || one.contains("This is not your PIN"))
                .count();
        long locked = told.stream()
                .filter(one -> one.contains("/pin-locked\"") || one.contains("Too many wrong PINs. Try again"))
                .count();
        assertEquals(TRIES_MAX, wrong, told.toString());
        assertEquals(TRIES_MAX, wrongPins(shop));
        assertTrue(locked >= pins.size() - TRIES_MAX - 1, "but for the right one, if it was among the first");
        assertProblem(confirm(boss, CampaignFixture.PIN), 403, "pin-locked");
    }

    @Test
    void aForgottenPinEndsWithANewInvitationAndOnlyThen() {
        Shop shop = Shop.open("Forgotten");
        String first = shop.market().invitation(shop.store(), Map.of("role", "STORE"));
        Consumer boss = new Consumer();
        CampaignFixture.join(boss, first);
        Consumer thief = boss.elsewhere(AWAY);
        assertProblem(join(thief, first, "918273"), 403, "wrong-pin");
        String another = shop.market().invitation(shop.store(), Map.of("role", "GUIDE"));
        assertProblem(join(thief, another, "918273"), 403, "wrong-pin");
        assertProblem(shop.redeem(thief, 0), 403, NEEDED);
        for (int n = 0; n < TRIES_MAX; n++) {
            confirm(thief, "40000" + n);
        }
        assertProblem(join(boss, another, CampaignFixture.PIN), 403, "pin-locked");
        assertEquals(1, shop.people(), "nobody joined");

        String anew = shop.market().invitation(shop.store(), Map.of("role", "STORE"));
        assertProblem(join(boss, anew, "123456"), 400, "invalid-field");
        CampaignFixture.ok(join(boss, anew, "918273"));
        assertEquals(1, shop.people(), "they have the post once");
        assertEquals(200, shop.redeem(boss, 0).statusCode(), "the lock is over");
        assertProblem(confirm(boss, CampaignFixture.PIN), 403, "wrong-pin");
        assertEquals(200, confirm(boss, "918273").statusCode());
        assertProblem(join(boss, anew, "564738"), 403, "wrong-pin");
        CampaignFixture.ok(join(boss, another, "918273"));
        assertEquals(2, shop.people());
    }

    @Test
    void aNewPinEndsWhatWasConfirmedWithTheOneBefore() {
        Shop shop = Shop.open("Ends");
        Consumer boss = shop.hires("STORE");
        Consumer thief = boss.elsewhere(AWAY);
        CampaignFixture.ok(confirm(thief, CampaignFixture.PIN));
        assertEquals(200, shop.redeem(thief, 0).statusCode(), "whoever has seen the PIN");
        CampaignFixture.ok(join(boss, shop.market().invitation(shop.store(), Map.of("role", "STORE")), "918273"));
        assertProblem(shop.redeem(thief, 1), 403, NEEDED);
        assertEquals(200, shop.redeem(boss, 1).statusCode());
    }

    @Test
    void nobodyResetsWhatIsGoodForMoreThanTheyMayGive() {
        Shop shop = Shop.open("Two stores");
        String second = shop.market().store("Second", shop.dealer());
        Consumer owner = shop.hires("STORE");
        CampaignFixture.join(owner, shop.market().invitation(second, Map.of("role", "GUIDE")));
        Consumer colleague = shop.market().worker(second, "STORE");
        String url = CampaignFixture.ok(colleague.post(INVITE, Map.of("role", "GUIDE")))
                .getString("url");
        Consumer thief = owner.elsewhere(AWAY);
        assertProblem(join(thief, url.substring(url.lastIndexOf('/') + 1), "918273"), 403, "wrong-pin");
        CampaignFixture.ok(join(owner, shop.market().invitation(second, Map.of("role", "GUIDE")), "918273"));
        assertEquals(200, confirm(owner, "918273").statusCode(), "the brand may give all");
    }

    @Test
    void thePageAsksForThePinAndGoesOn() {
        Shop shop = Shop.open("Page");
        Consumer boss = shop.hires("STORE");
        Consumer travels = boss.elsewhere(AWAY);
        Map<String, String> form = hidden(travels.page("/partner", "en").asString());
        form.put("coupon", shop.coupons().get(0));
        String sure = travels.form("/partner/coupons", "en", form).asString();
        assertTrue(sure.contains("Redeem this coupon?"), sure);

        Response asked = travels.form("/partner/coupons", "en", hidden(sure));
        assertEquals(200, asked.statusCode());
        assertTrue(asked.asString().contains("Is it you?"), asked.asString());
        assertTrue(asked.asString().contains("inputmode=\"numeric\""), asked.asString());
        assertEquals(0, shop.earned());
        Map<String, String> again = hidden(asked.asString());
        assertEquals(hidden(sure), again, "the same redemption");
        for (String pin : List.of("41", "400001")) {
            again.put("pin", pin);
            Response wrong = travels.form("/partner/coupons", "zh", again);
            assertEquals(409, wrong.statusCode());
            assertTrue(wrong.asString().contains(pin.length() == 2 ? "密码须为 6 位数字" : "密码不正确"), wrong.asString());
            assertFalse(wrong.asString().contains(pin + "\""), "it is not shown again");
            assertEquals(hidden(sure), hidden(wrong.asString()));
        }
        again.put("pin", CampaignFixture.PIN);
        for (int n = 0; n < 2; n++) {
            Response done = travels.form("/partner/coupons", "en", again);
            assertEquals(200, done.statusCode());
            assertTrue(done.asString().contains("Redeemed"), done.asString());
        }
        assertEquals(50, shop.earned(), "once");
    }

    @Test
    void thePageOfACaseGoesOnToo() {
        Shop shop = Shop.open("Case");
        Consumer boss = shop.hires("STORE").elsewhere(AWAY);
        String sure =
                boss.form("/partner/open", "en", Map.of("code", shop.box(0))).asString();
        String asked = boss.form("/partner/open", "en", hidden(sure)).asString();
        Map<String, String> again = hidden(asked);
        assertEquals("yes", again.get("sure"), asked);
        again.put("pin", CampaignFixture.PIN);
        String done = boss.form("/partner/open", "en", again).asString();
        assertTrue(done.contains("The case is yours"), done);
        Consumer guide = shop.hires("GUIDE").elsewhere(AWAY);
        Map<String, String> stands = new HashMap<>(Map.of("code", shop.box(0)));
        Map<String, String> repeated =
                hidden(guide.form("/partner/stand", "zh", stands).asString());
        repeated.put("pin", CampaignFixture.PIN);
        assertTrue(guide.form("/partner/stand", "zh", repeated).asString().contains("登记成功"));
    }

    @Test
    void whoeverJoinsOnThePageChoosesAPin() {
        Shop shop = Shop.open("Joins");
        String path = "/join/" + shop.market().invitation(shop.store(), Map.of("role", "STORE"));
        Consumer boss = new Consumer();
        boss.look(shop.goods().cap(0, 0));
        assertTrue(boss.page(path, "en").asString().contains("Choose a PIN of 6 digits"));
        assertTrue(boss.page(path, "zh").asString().contains("设置 6 位数字密码"));
        for (String pin : List.of("", "12345", "123456", "000000", "121212")) {
            Response refused = boss.form(path, "en", Map.of("name", "Wang Fang", "pin", pin));
            assertEquals(400, refused.statusCode());
            assertTrue(refused.asString().contains("not easy to guess"), refused.asString());
            assertTrue(refused.asString().contains("value=\"Wang Fang\""), "what was entered is still there");
        }
        assertTrue(boss.form(path, "zh", Map.of("name", "王芳", "pin", "111111"))
                .asString()
                .contains("不能过于简单"));
        assertEquals(
                303,
                boss.form(path, "en", Map.of("name", "Wang Fang", "pin", "918273"))
                        .statusCode());
        assertEquals(200, shop.redeem(boss, 0).statusCode());
        String more = "/join/" + shop.market().invitation(shop.store(), Map.of("role", "GUIDE"));
        String page = boss.page(more, "en").asString();
        assertTrue(page.contains("Your PIN, 6 digits") && !page.contains("Choose a PIN"), page);
        Response wrong = boss.form(more, "en", Map.of("name", "Wang Fang", "pin", "918274"));
        assertEquals(409, wrong.statusCode());
        assertTrue(wrong.asString().contains("This is not your PIN"), wrong.asString());
    }

    @Test
    void theDatabaseTellsNoPin() {
        Shop shop = Shop.open("Digests");
        Consumer boss = shop.hires("STORE");
        UUID member = member(shop);
        String key = UUID.randomUUID().toString();
        String body = "{\"pin\":\"" + CampaignFixture.PIN + "\"}";
        CampaignFixture.ok(boss.postOnce(CONFIRM, body, key));
        assertEquals(200, boss.postOnce(CONFIRM, body, key).statusCode(), "answered the same");
        byte[] digest = execute("SELECT digest FROM employee_pin WHERE member_id = $1", member)
                .iterator()
                .next()
                .getBuffer(0)
                .getBytes();
        for (String plain : List.of(CampaignFixture.PIN, member + CampaignFixture.PIN)) {
            assertNotEquals(
                    HexFormat.of().formatHex(Digests.sha256(plain.getBytes(StandardCharsets.UTF_8))),
                    HexFormat.of().formatHex(digest));
        }
        String asked = "POST " + CONFIRM + " "
                + HexFormat.of().formatHex(Digests.sha256(body.getBytes(StandardCharsets.UTF_8)));
        String guessed = HexFormat.of().formatHex(Digests.sha256(asked.getBytes(StandardCharsets.UTF_8)));
        assertEquals(
                0,
                pool.preparedQuery("SELECT 1 FROM kept_answer WHERE request = $1")
                        .execute(Tuple.of(guessed))
                        .await()
                        .atMost(PATIENCE)
                        .size(),
                "a request with a PIN is not told by its digest");
    }

    private static Response join(Consumer person, String token, String pin) {
        return person.post(PARTNER + "/join", Map.of("token", token, "name", "Somebody", "pin", pin));
    }

    /** The hidden fields of a page that has one form. */
    private static Map<String, String> hidden(String page) {
        Map<String, String> fields = new HashMap<>();
        HIDDEN.matcher(page).results().forEach(found -> assertNull(fields.put(found.group(1), found.group(2)), page));
        return fields;
    }

    private static int wrongPins(Shop shop) {
        return shop.market()
                .shop()
                .asStaff()
                .get("/api/v1/partners/" + shop.store() + "/people")
                .jsonPath()
                .getInt("[0].wrongPins");
    }

    private UUID member(Shop shop) {
        return UUID.fromString(shop.market()
                .shop()
                .asStaff()
                .get("/api/v1/partners/" + shop.store() + "/people")
                .jsonPath()
                .getString("[0].memberId"));
    }

    private RowSet<Row> execute(String sql, UUID member) {
        return pool.preparedQuery(sql).execute(Tuple.of(member)).await().atMost(PATIENCE);
    }
}
