package dev.yima.gateway;

import static dev.yima.gateway.LinkedRewardsTest.assertProblem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
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

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    private static Response confirm(Consumer person, String pin) {
        return person.post(CONFIRM, Map.of("pin", pin));
    }

    @Test
    void aStolenCookieBringsNothingFromAnotherNetwork() {
        PinShop shop = PinShop.open("Stolen");
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
        PinShop shop = PinShop.open("Half a day");
        Consumer boss = shop.hires("STORE");
        passes(shop, Duration.ofHours(12).minusMinutes(2));
        assertEquals(200, shop.redeem(boss, 0).statusCode());
        passes(shop, Duration.ofMinutes(3));
        assertProblem(shop.redeem(boss, 1), 403, NEEDED);
        Instant until = Instant.parse(
                CampaignFixture.ok(confirm(boss, CampaignFixture.PIN)).getString("until"));
        Duration left = Duration.between(TestClock.now(), until);
        assertTrue(left.compareTo(Duration.ofHours(12)) <= 0 && left.toHours() == 11, left.toString());
        assertEquals(200, shop.redeem(boss, 1).statusCode());
    }

    @Test
    void fiveWrongOnesLockAPersonForAnHour() {
        PinShop shop = PinShop.open("Locked");
        Consumer boss = shop.hires("STORE");
        Consumer thief = boss.elsewhere(AWAY);
        for (int n = 0; n < TRIES_MAX; n++) {
            assertProblem(confirm(thief, "40000" + n), 403, "wrong-pin");
            assertProblem(confirm(thief, "400000"), 403, n < TRIES_MAX - 1 ? "wrong-pin" : "pin-locked");
            passes(shop, Duration.ofMinutes(10));
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

        passes(shop, Duration.ofMinutes(49));
        assertProblem(confirm(boss, CampaignFixture.PIN), 403, "pin-locked");
        passes(shop, Duration.ofMinutes(2));
        assertProblem(confirm(thief, "400009"), 403, "wrong-pin");
        assertEquals(200, confirm(boss, CampaignFixture.PIN).statusCode());
        assertProblem(confirm(boss, "12345"), 400, "invalid-field");
        assertProblem(confirm(boss, "12345x"), 400, "invalid-field");
        assertProblem(confirm(new Consumer(), CampaignFixture.PIN), 403, "not-a-partner");
    }

    @Test
    void aThiefWithPatienceIsLockedOutForGood() {
        PinShop shop = PinShop.open("Patience");
        Consumer boss = shop.hires("STORE");
        UUID member = member(shop);
        execute("UPDATE employee_pin SET chosen_at = chosen_at - interval '5 days' WHERE member_id = $1", member);
        execute(
                "INSERT INTO wrong_pin SELECT member_id, chosen_at + n * interval '1 hour', digest"
                        + " FROM employee_pin, generate_series(1, " + (WRONG_MAX - 1) + ") n WHERE member_id = $1",
                member);
        assertProblem(confirm(boss, "400000"), 403, "wrong-pin");
        assertProblem(confirm(boss, CampaignFixture.PIN), 403, "pin-locked");
        passes(shop, Duration.ofDays(2).plusMinutes(1));
        assertProblem(confirm(boss, CampaignFixture.PIN), 403, "pin-locked");
        passes(shop, Duration.ofDays(29));
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
        PinShop shop = PinShop.open("At once");
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
        PinShop shop = PinShop.open("Forgotten");
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
    void whoeverWorksAtAClosedStoreJoinsAnotherWithTheirPin() {
        PinShop shop = PinShop.open("Closed");
        Consumer boss = shop.hires("STORE");
        shop.market().shop().post("/api/v1/partners/" + shop.store() + "/close", Map.of());
        String another = shop.market().store("Next door", shop.dealer());
        String token = shop.market().invitation(another, Map.of("role", "STORE"));
        assertTrue(boss.page("/join/" + token, "en").asString().contains("Your PIN, 6 digits"));
        assertProblem(join(boss, token, "918273"), 403, "wrong-pin");
        CampaignFixture.ok(join(boss, token, CampaignFixture.PIN));
        assertProblem(confirm(boss, "918273"), 403, "wrong-pin");
        assertEquals(200, confirm(boss, CampaignFixture.PIN).statusCode());
        assertEquals(200, shop.redeem(boss, 0).statusCode());

        shop.market().shop().post("/api/v1/partners/" + another + "/close", Map.of());
        assertProblem(confirm(boss, CampaignFixture.PIN), 403, "not-a-partner");
    }

    @Test
    void aNewPinEndsWhatWasConfirmedWithTheOneBefore() {
        PinShop shop = PinShop.open("Ends");
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
        PinShop shop = PinShop.open("Two stores");
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
    void theDatabaseTellsNoPin() {
        PinShop shop = PinShop.open("Digests");
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

    private static int wrongPins(PinShop shop) {
        return shop.market()
                .shop()
                .asStaff()
                .get("/api/v1/partners/" + shop.store() + "/people")
                .jsonPath()
                .getInt("[0].wrongPins");
    }

    private UUID member(PinShop shop) {
        return UUID.fromString(shop.market()
                .shop()
                .asStaff()
                .get("/api/v1/partners/" + shop.store() + "/people")
                .jsonPath()
                .getString("[0].memberId"));
    }

    /** Lets time pass for what is stored of a shop's first person; the clock is everybody's. */
    private void passes(PinShop shop, Duration time) {
        UUID member = member(shop);
        String earlier = " - interval '" + time.toSeconds() + " s'";
        execute("UPDATE employee_pin SET chosen_at = chosen_at" + earlier + " WHERE member_id = $1", member);
        execute("UPDATE wrong_pin SET tried_at = tried_at" + earlier + " WHERE member_id = $1", member);
        execute(
                "UPDATE employee_pseudonym SET seen_at = seen_at" + earlier + ", confirmed_at = confirmed_at" + earlier
                        + " WHERE member_id = $1",
                member);
    }

    private RowSet<Row> execute(String sql, UUID member) {
        return pool.preparedQuery(sql).execute(Tuple.of(member)).await().atMost(PATIENCE);
    }
}
