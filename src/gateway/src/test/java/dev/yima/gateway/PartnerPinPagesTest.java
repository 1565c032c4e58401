package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The PIN on the pages of partners: it is asked for when it is needed, and what was asked for goes on. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class PartnerPinPagesTest {
    private static final String AWAY = "203.0.113.9";
    private static final Pattern HIDDEN = Pattern.compile("type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\"");

    @Test
    void thePageAsksForThePinAndGoesOn() {
        PinShop shop = PinShop.open("Page");
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
            assertFalse(wrong.asString().contains("value=\"" + pin), "it is not shown again");
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
        PinShop shop = PinShop.open("Case");
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
        PinShop shop = PinShop.open("Joins");
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

    /** Seen red: whoever had left was led to a page that asks for the invitation. */
    @Test
    void anInvitationThatIsTappedAgainLeadsToWorkWhileThereIsSome() {
        Consumer boss = new Consumer();
        PinShop open = PinShop.open("Again");
        String path = joins(boss, open);
        Response again = boss.page(path, "en");
        assertEquals(303, again.statusCode());
        assertTrue(again.header("Location").startsWith("/partner?brand="), "where they work already");
        assertOver(new Consumer(), path, "others need not try");

        PinShop left = PinShop.open("Left");
        String ofLeft = joins(boss, left);
        String people = "/api/v1/partners/" + left.store() + "/people";
        String post = left.market().shop().asStaff().get(people).jsonPath().getString("[0].id");
        left.market().shop().asStaff().delete(people + "/" + post);
        assertOver(boss, ofLeft, "they have left");

        PinShop closed = PinShop.open("Closed");
        String ofClosed = joins(boss, closed);
        closed.market().shop().post("/api/v1/partners/" + closed.store() + "/close", Map.of());
        assertOver(boss, ofClosed, "a closed store is no work");
    }

    private static String joins(Consumer boss, PinShop shop) {
        String path = "/join/" + shop.market().invitation(shop.store(), Map.of("role", "STORE"));
        boss.look(shop.goods().cap(0, 0));
        assertEquals(
                303,
                boss.form(path, "en", Map.of("name", "Wang Fang", "pin", "918273"))
                        .statusCode());
        return path;
    }

    private static void assertOver(Consumer person, String path, String why) {
        String page = person.page(path, "en").asString();
        assertTrue(page.contains("Ask for a new one."), () -> why + ": " + page);
    }

    /** The hidden fields of a page that has one form. */
    private static Map<String, String> hidden(String page) {
        Map<String, String> fields = new HashMap<>();
        HIDDEN.matcher(page).results().forEach(found -> assertNull(fields.put(found.group(1), found.group(2)), page));
        return fields;
    }
}
