package dev.yima.gateway.scan.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.yima.engine.condition.Conditions;
import dev.yima.engine.condition.Hours;
import dev.yima.engine.draw.Draw;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeDetails;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.PrizePool;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.engine.rules.Period;
import dev.yima.engine.rules.PromotionLaw;
import dev.yima.engine.scan.StopReason;
import dev.yima.engine.scan.Verdict;
import dev.yima.gateway.Proof;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.brand.Brand;
import dev.yima.gateway.brand.SelfScanScope;
import dev.yima.gateway.brand.page.PageRenderer;
import dev.yima.gateway.campaign.draft.CampaignState;
import dev.yima.gateway.campaign.draft.PageTheme;
import dev.yima.gateway.campaign.publication.RunningCampaign;
import dev.yima.gateway.claim.CampaignDraw;
import dev.yima.gateway.claim.Claims;
import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.claim.Reward.State;
import dev.yima.gateway.scan.PacketRefusal;
import dev.yima.gateway.scan.PacketState;
import dev.yima.gateway.scan.ScanAnswer;
import dev.yima.gateway.scan.page.PageRuler.Screen;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of a code with the longest, largest, most and fewest of all that it can show, measured in a browser. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class ScanPageFitTest {
    private static final String CODE = "0C1S1YNT84EZMPS4";
    private static final Instant THEN = Instant.parse("2027-12-28T22:58:00Z");
    private static final UUID ID = new UUID(1, 1);
    private static final String TITLE = "W".repeat(PrizeDetails.TITLE_MAX);
    private static final String CHINESE = "再来一瓶高山云雾茶礼盒".repeat(6).substring(0, PrizeDetails.TITLE_MAX);
    private static final PageRuler RULER = new PageRuler();

    @Inject
    @SuppressWarnings("NullAway.Init")
    PageRenderer pages;

    @AfterAll
    static void putAway() {
        RULER.close();
    }

    /** Small builds look with the smallest screen, in Chinese; proofs with all screens in both languages. */
    static Stream<Arguments> looks() {
        return Stream.of(
                        Arguments.of(Locale.CHINESE, Screen.SMALL_AND_DARK),
                        Arguments.of(Locale.ENGLISH, Screen.PHONE),
                        Arguments.of(Locale.CHINESE, Screen.PHONE),
                        Arguments.of(Locale.ENGLISH, Screen.SMALL_AND_DARK),
                        Arguments.of(Locale.CHINESE, Screen.ACROSS),
                        Arguments.of(Locale.ENGLISH, Screen.ACROSS))
                .limit(Proof.size(1, 6));
    }

    @ParameterizedTest
    @MethodSource("looks")
    void whateverThePageShowsFits(Locale locale, Screen screen) {
        Map<String, String> shown = new LinkedHashMap<>();
        views().forEach((name, view) -> shown.put(name, html(view, locale)));
        List<String> faults = RULER.faults("fit-" + locale + "-" + screen.width(), shown, screen);
        assertEquals("", String.join("\n", faults));
    }

    @Test
    void theWheelNamesWhatItGives() {
        String page = html(
                view(PacketState.SEALED, null).on(wheel(range(100, 2_000), points(10, 10), points(1, 1))),
                Locale.ENGLISH);
        assertEquals(
                List.of("¥1–¥20", "10 points", "1 point", "No prize"),
                java.util.regex.Pattern.compile("<text[^>]*>([^<]*)</text>")
                        .matcher(page)
                        .results()
                        .map(found -> found.group(1))
                        .toList());
    }

    private Map<String, ScanView> views() {
        Map<String, ScanView> views = new LinkedHashMap<>();
        Fixture sealed = view(PacketState.SEALED, null);
        for (long amount : new long[] {1, 88_888, 1_888_800, Prize.AMOUNT_MAX}) {
            views.put("cash-" + amount, won(reward(PrizeKind.CASH, amount, State.PAID, null)));
        }
        views.put("points-1", won(reward(PrizeKind.POINTS, 1, State.PAID, null)));
        views.put("points-most", won(reward(PrizeKind.POINTS, 10 * Prize.AMOUNT_MAX, State.PENDING, null)));
        views.put("coupon-longest", won(reward(PrizeKind.COUPON, 1, State.AWARDED, TITLE)));
        views.put("coupon-chinese", won(reward(PrizeKind.COUPON, 1, State.AWARDED, CHINESE)));
        views.put("locked", won(reward(PrizeKind.CASH, Prize.AMOUNT_MAX, State.LOCKED, null)));
        views.put("failed", won(reward(PrizeKind.CASH, Prize.AMOUNT_MAX, State.FAILED, null)));
        views.put("gift", won(reward(PrizeKind.GIFT, 1, State.AWARDED, CHINESE)));
        views.put("thanks", won(reward(PrizeKind.THANKS, 1, State.PAID, TITLE)));
        views.put(
                "piece",
                new ScanView(
                        answer(Verdict.GENUINE_REPEAT, reward(PrizeKind.PIECE, 1, State.PAID, "虎"), null, 1_000_000),
                        PacketState.MINE,
                        null,
                        null,
                        null,
                        new Claims.SetProgress(List.of("虎"), List.of("兔", CHINESE, TITLE)),
                        true,
                        false,
                        CODE));
        views.put("sealed", sealed.on(campaign(PageTheme.PACKET, Conditions.NONE, points(10, 10))));
        views.put("wheel-1", sealed.on(wheel(points(10, 10))));
        views.put("wheel-money", sealed.on(wheel(range(100, 2_000), range(1, Prize.AMOUNT_MAX / 2), points(10, 99))));
        views.put("wheel-7", sealed.on(wheel(titled(7, CHINESE))));
        views.put("wheel-12", sealed.on(wheel(titled(12, TITLE))));
        views.put("wheel-11", sealed.on(wheel(titled(11, "谢谢参与"))));
        views.put("lucky-few", sealed.on(wheel(titled(3, "Half price tea"))));
        views.put("no-cookies", sealed.on(null).refusedWithoutCookies());
        for (PacketState packet : PacketState.values()) {
            views.put("first-" + packet, view(packet, null).on(campaign(PageTheme.PACKET, hours(), points(1, 1))));
            views.put("repeat-" + packet, repeated(packet));
        }
        for (PacketRefusal refusal : PacketRefusal.values()) {
            views.put(
                    "refused-" + refusal,
                    view(PacketState.SEALED, refusal).on(campaign(PageTheme.PACKET, hours(), points(1, 1))));
        }
        for (Verdict verdict : List.of(Verdict.FROZEN, Verdict.VOID)) {
            views.put(verdict.name(), stopped(verdict, null));
        }
        for (StopReason reason : StopReason.values()) {
            views.put("stopped-" + reason, stopped(Verdict.VOID, reason));
        }
        views.put("unknown", ScanView.malformed("W".repeat(200)));
        return views;
    }

    private String html(ScanView view, Locale locale) {
        boolean few = view.product() == null;
        Brand brand = new Brand(
                ID,
                few ? "茶" : "Wuyi Mountain Rock Tea and Spring Water Company of Fujian 武夷山岩茶与矿泉水有限责任公司",
                null,
                null,
                few ? null : "福建省武夷山市岩茶与天然矿泉水联合开发销售股份有限责任公司",
                few ? null : "+86 599 1234 5678",
                few ? "#777777" : "#0b5c8a",
                "CNY",
                ZoneId.of("America/Argentina/ComodRivadavia"),
                true,
                false,
                PromotionLaw.CN,
                0,
                SelfScanScope.SAME_PERSON);
        return pages.page(200, locale, brand, shell -> ScanPageResource.Templates.scan(shell, view))
                .await()
                .indefinitely()
                .html();
    }

    /** A genuine code that is scanned for the first time, to be given a campaign. */
    private record Fixture(PacketState packet, @Nullable PacketRefusal refusal) {
        ScanView on(@Nullable RunningCampaign campaign) {
            return new ScanView(
                    answer(Verdict.GENUINE_FIRST, null, null, 1),
                    packet,
                    refusal,
                    "Ripe Pu'er tea of ten years, 普洱熟茶十年陈，357 g",
                    campaign,
                    null,
                    false,
                    false,
                    CODE);
        }
    }

    private static Fixture view(PacketState packet, @Nullable PacketRefusal refusal) {
        return new Fixture(packet, refusal);
    }

    private static ScanView repeated(PacketState packet) {
        return new ScanView(
                answer(Verdict.GENUINE_REPEAT, null, null, Long.MAX_VALUE),
                packet,
                null,
                null,
                null,
                null,
                false,
                false,
                CODE);
    }

    private static ScanView stopped(Verdict verdict, @Nullable StopReason reason) {
        return new ScanView(
                answer(verdict, null, reason, 1), PacketState.NONE, null, "Tea 茶", null, null, false, false, CODE);
    }

    private static ScanView won(Reward reward) {
        return new ScanView(
                answer(Verdict.GENUINE_FIRST, reward, null, 1),
                PacketState.MINE,
                null,
                "茶",
                null,
                null,
                false,
                false,
                CODE);
    }

    private static ScanAnswer answer(
            Verdict verdict, @Nullable Reward reward, @Nullable StopReason reason, long scans) {
        return new ScanAnswer(verdict, scans, THEN, ID, reward, null, null, reason);
    }

    private static Reward reward(PrizeKind kind, long amount, State state, @Nullable String title) {
        boolean cash = kind == PrizeKind.CASH;
        return new Reward(
                ID,
                kind,
                cash ? amount : null,
                cash ? "CNY" : null,
                kind == PrizeKind.POINTS ? amount : null,
                state,
                title,
                kind == PrizeKind.COUPON ? "WMWMWMWMWMWM" : null,
                kind == PrizeKind.COUPON ? Prize.AMOUNT_MAX : null,
                THEN,
                state == State.PENDING ? THEN : null);
    }

    private static RunningCampaign wheel(Prize... prizes) {
        return campaign(PageTheme.WHEEL, Conditions.NONE, prizes);
    }

    private static RunningCampaign campaign(PageTheme theme, Conditions conditions, Prize... prizes) {
        PrizePool pool = new PrizePool(1_000, List.of(prizes));
        CampaignRules rules =
                new CampaignRules(ID, "CNY", pool, new Period(Optional.of(THEN), Optional.empty()), conditions);
        return new RunningCampaign(
                new CampaignDraw(rules, new Draw(pool, new byte[Draw.SEED_BYTES])),
                CampaignState.RUNNING,
                false,
                theme);
    }

    private static Conditions hours() {
        return Conditions.of(Conditions.ZONE_DEFAULT, new Hours(LocalTime.of(9, 0), LocalTime.of(21, 30)));
    }

    private static Prize range(long least, long most) {
        return new Prize(PrizeKind.CASH, least, most, 10, Optional.empty(), PrizeDetails.NONE);
    }

    private static Prize points(long least, long most) {
        return new Prize(PrizeKind.POINTS, least, most, 10, Optional.empty(), PrizeDetails.NONE);
    }

    private static Prize[] titled(int count, String title) {
        return Stream.generate(
                        () -> new Prize(PrizeKind.THANKS, 1, 1, 10, Optional.empty(), PrizeDetails.titled(title)))
                .limit(count)
                .toArray(Prize[]::new);
    }
}
