package dev.yima.gateway.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codec.LotNumber;
import dev.yima.engine.draw.Draw;
import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.PrizePool;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.engine.rules.ClaimDecision;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.claim.ClaimOutcome.Kind;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.ScanRecord;
import dev.yima.gateway.lot.catalogue.CachedLot;
import dev.yima.gateway.lot.catalogue.LotCatalogue;
import dev.yima.gateway.platform.db.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Rows that meet in the group commit, without a gate before it: here only the database decides. Seen red with the
 * constraint {@code claim_once} dropped.
 */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class GroupCommitTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    @SuppressWarnings("NullAway.Init")
    Claims claims;

    @Inject
    @SuppressWarnings("NullAway.Init")
    LotCatalogue lots;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Clock clock;

    @Test
    void aCodeThatIsHeldIsNotClaimedAgain() {
        Stage stage = stage(10, "[{\"kind\":\"CASH\",\"amountMinor\":100,\"count\":10}]");
        UUID first = UUID.randomUUID();
        ClaimOutcome won = claim(stage.request(0, first));

        ClaimOutcome late = claim(stage.request(0, UUID.randomUUID()));
        assertEquals(Kind.CLAIMED, won.kind());
        assertEquals(Kind.HELD_BY_OTHER_PERSON, late.kind());
        assertEquals(first, late.holder());
        ClaimOutcome again = claim(stage.request(0, first));
        assertEquals(Kind.HELD_BY_SAME_PERSON, again.kind());
        assertEquals(
                Objects.requireNonNull(won.reward()).id(),
                Objects.requireNonNull(again.reward()).id());
        stage.assertBalanced();
    }

    @Test
    void manyWhoWantTheSameCodeAreOneAwardWhateverTheirBatch() {
        Stage stage = stage(200, "[{\"kind\":\"CASH\",\"amountMinor\":100,\"count\":200}]");
        List<ClaimOutcome> outcomes = claimAll(IntStream.range(0, 500)
                .mapToObj(n -> stage.request(n % 5, UUID.randomUUID()))
                .toList());

        assertEquals(5, count(outcomes, Kind.CLAIMED));
        assertEquals(495, count(outcomes, Kind.HELD_BY_OTHER_PERSON));
        stage.assertBalanced();
    }

    @Test
    void onePersonWithManyCodesIsPaidForEach() {
        Stage stage = stage(50, "[{\"kind\":\"POINTS\",\"points\":3,\"count\":50}]");
        UUID person = UUID.randomUUID();
        List<ClaimOutcome> outcomes = claimAll(
                IntStream.range(0, 50).mapToObj(n -> stage.request(n, person)).toList());

        assertEquals(50, count(outcomes, Kind.CLAIMED));
        stage.assertBalanced();
    }

    @Test
    void theLastPrizeIsGivenOnce() {
        Stage stage = stage(7, "[{\"kind\":\"CASH\",\"amountMinor\":100,\"count\":7}]");
        List<ClaimOutcome> outcomes = claimAll(IntStream.range(0, 20)
                .mapToObj(n -> stage.request(n, UUID.randomUUID()))
                .toList());

        assertEquals(7, count(outcomes, Kind.CLAIMED));
        assertEquals(13, count(outcomes, Kind.REFUSED));
        stage.assertBalanced();
    }

    @Test
    void aRowThatTheDatabaseRefusesFailsAlone() {
        Stage stage = stage(100, "[{\"kind\":\"CASH\",\"amountMinor\":100,\"count\":100}]");
        PrizePool greedy = new PrizePool(100, List.of(new Prize(PrizeKind.CASH, 1_000_000, 100)));
        CampaignDraw overdrawing = new CampaignDraw(
                new CampaignRules(stage.draw.campaign(), "CNY", greedy), new Draw(greedy, new byte[32]));
        List<Uni<ClaimOutcome>> asked = new ArrayList<>();
        for (int serial = 0; serial < 40; serial++) {
            CampaignDraw draw = serial == 17 ? overdrawing : stage.draw;
            asked.add(claims.claim(stage.request(serial, UUID.randomUUID(), draw))
                    .onFailure()
                    .recoverWithItem(ClaimOutcome.refused(ClaimDecision.Kind.CLOSED)));
        }
        List<ClaimOutcome> outcomes =
                Uni.join().all(asked).andCollectFailures().await().atMost(PATIENCE);

        assertEquals(39, count(outcomes, Kind.CLAIMED));
        assertEquals(Kind.REFUSED, outcomes.get(17).kind());
        assertThrows(RuntimeException.class, () -> claim(stage.request(17, UUID.randomUUID(), overdrawing)));
        assertEquals(Kind.CLAIMED, claim(stage.request(17, UUID.randomUUID())).kind());
        stage.assertBalanced();
    }

    private ClaimOutcome claim(ClaimRequest request) {
        return claims.claim(request).await().atMost(PATIENCE);
    }

    private List<ClaimOutcome> claimAll(List<ClaimRequest> requests) {
        Stream<Uni<ClaimOutcome>> asked = requests.stream().map(claims::claim);
        return Uni.join().all(asked.toList()).andFailFast().await().atMost(PATIENCE);
    }

    private static long count(List<ClaimOutcome> outcomes, Kind kind) {
        return outcomes.stream().filter(outcome -> outcome.kind() == kind).count();
    }

    private Stage stage(int claimsMax, String prizes) {
        ShopFixture shop = ShopFixture.fresh("Group commit");
        ShopFixture.TestLot lot = shop.activeLot(1_000, shop.runningCampaign(claimsMax, prizes));
        LotNumber number = LotNumber.read(lot.number()).orElseThrow();
        CachedLot known = lots.find(number).await().atMost(PATIENCE).orElseThrow();
        return new Stage(
                shop,
                number,
                known.brand().id(),
                Objects.requireNonNull(known.campaign()).terms(),
                clock);
    }

    private record Stage(ShopFixture shop, LotNumber lot, UUID brand, CampaignDraw draw, Clock clock) {
        ClaimRequest request(int serial, UUID member) {
            return request(serial, member, draw);
        }

        ClaimRequest request(int serial, UUID member, CampaignDraw otherDraw) {
            CodeRef code = new CodeRef(lot.value(), serial);
            ScanRecord scan = new ScanRecord(brand, code, member, clock.instant(), 1, true, null, null);
            return new ClaimRequest(Ids.next(clock), ClaimSlot.CONSUMER, otherDraw, scan);
        }

        void assertBalanced() {
            assertTrue(
                    shop.ledgerCheck().getBoolean("balanced"),
                    shop.ledgerCheck().prettify());
        }
    }
}
