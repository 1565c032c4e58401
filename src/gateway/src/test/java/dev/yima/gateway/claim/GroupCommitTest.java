package dev.yima.gateway.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
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
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    Pool pool;

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
    void eachIsAnsweredForThemselvesInABatchOfMixedPeople() {
        Stage stage = stage(10, "[{\"kind\":\"COUPON\",\"title\":\"One more\",\"count\":10,\"validDays\":7}]");
        UUID winner = UUID.randomUUID();
        UUID stranger = UUID.randomUUID();
        for (List<UUID> asking : List.of(List.of(winner, stranger), List.of(stranger, winner))) {
            int serial = asking.indexOf(winner);
            try (HeldPool held = stage.hold(pool)) {
                Future<ClaimOutcome> won = start(stage.request(serial, winner));
                List<Future<ClaimOutcome>> later = asking.stream()
                        .map(person -> start(stage.request(serial, person, asking.indexOf(person) + 2)))
                        .toList();
                held.release();

                assertEquals(Kind.CLAIMED, get(won).kind());
                ClaimOutcome again = get(later.get(asking.indexOf(winner)));
                assertEquals(Kind.HELD_BY_SAME_PERSON, again.kind());
                assertEquals(get(won).reward(), again.reward());
                ClaimOutcome late = get(later.get(asking.indexOf(stranger)));
                assertEquals(Kind.HELD_BY_OTHER_PERSON, late.kind());
                assertNull(late.reward(), "nobody sees the coupon of another");
            }
        }
        stage.assertBalanced();
    }

    @Test
    void whatRefusesOnePersonRefusesNobodyElse() {
        Stage stage = stage(Map.of(
                "name",
                "Once a day",
                "claims",
                10,
                "prizes",
                List.of(Map.of("kind", "POINTS", "points", 1, "count", 10)),
                "limits",
                Map.of("perPersonDay", 1)));
        UUID sated = UUID.randomUUID();
        assertEquals(Kind.CLAIMED, claim(stage.request(0, sated)).kind());
        try (HeldPool held = stage.hold(pool)) {
            Future<ClaimOutcome> other = start(stage.request(1, UUID.randomUUID()));
            Future<ClaimOutcome> refused = start(stage.request(2, sated, 1));
            Future<ClaimOutcome> hungry = start(stage.request(2, UUID.randomUUID(), 2));
            held.release();

            assertEquals(Kind.CLAIMED, get(other).kind());
            assertEquals(Kind.REFUSED, get(refused).kind());
            assertEquals(Kind.CLAIMED, get(hungry).kind(), "the code is still there for the next");
        }
        stage.assertBalanced();
    }

    @Test
    void aCampaignThatIsLockedKeepsNobodyElseWaiting() {
        Stage stuck = stage(10, "[{\"kind\":\"POINTS\",\"points\":1,\"count\":10}]");
        Stage well = stage(10, "[{\"kind\":\"POINTS\",\"points\":1,\"count\":10}]");
        try (HeldPool held = stuck.hold(pool)) {
            Future<ClaimOutcome> waiting = start(stuck.request(0, UUID.randomUUID()));
            Future<ClaimOutcome> gathered = start(stuck.request(1, UUID.randomUUID()));
            for (int serial = 0; serial < 5; serial++) {
                assertEquals(
                        Kind.CLAIMED,
                        claim(well.request(serial, UUID.randomUUID())).kind());
            }
            assertUnavailable(waiting);
            assertUnavailable(gathered);
            held.release();
        }
        Uni<ClaimOutcome> again = Uni.createFrom()
                .deferred(() -> claims.claim(stuck.request(0, UUID.randomUUID())))
                .onFailure(Problem.class)
                .retry()
                .withBackOff(Duration.ofMillis(100), Duration.ofMillis(500))
                .atMost(20);
        assertEquals(Kind.CLAIMED, again.await().atMost(PATIENCE).kind());
        stuck.assertBalanced();
        well.assertBalanced();
    }

    @Test
    void aRewardWhoseSlotIsHeldIsLeftOutAndNothingElse() {
        Stage stage = stage(Map.of(
                "name",
                "Two slots",
                "claims",
                10,
                "prizes",
                List.of(Map.of("kind", "POINTS", "points", 1, "count", 10)),
                "slots",
                List.of(Map.of("slot", "STORE", "kind", "POINTS", "points", 2))));
        UUID store = UUID.randomUUID();
        UUID seller = UUID.randomUUID();
        pool.preparedQuery("""
                        INSERT INTO claim (lot, serial, slot, id, brand_id, member_id, campaign_id, claimed_at,
                            linked_to)
                        VALUES ($1, 3, 'STORE', $2, $3, $4, $5, now(), gen_random_uuid())""")
                .execute(Tuple.of(stage.lot.value(), UUID.randomUUID(), stage.brand, seller, stage.draw.campaign()))
                .await()
                .atMost(PATIENCE);
        List<ClaimOutcome> outcomes = claimAll(IntStream.range(0, 6)
                .mapToObj(serial -> stage.request(serial, UUID.randomUUID())
                        .of(new SaleAttribution(
                                List.of(new Beneficiary(Ids.next(clock), ClaimSlot.STORE, store, seller)), List.of())))
                .toList());

        assertEquals(6, count(outcomes, Kind.CLAIMED));
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

    private Future<ClaimOutcome> start(ClaimRequest request) {
        return claims.claim(request).subscribeAsCompletionStage();
    }

    private static ClaimOutcome get(Future<ClaimOutcome> answer) {
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertUnavailable(Future<ClaimOutcome> answer) {
        ExecutionException failed =
                assertThrows(ExecutionException.class, () -> answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(
                ProblemType.UNAVAILABLE,
                assertInstanceOf(Problem.class, failed.getCause()).type());
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
        return stage(shop, shop.runningCampaign(claimsMax, prizes));
    }

    private Stage stage(Map<String, Object> campaign) {
        ShopFixture shop = ShopFixture.fresh("Group commit");
        return stage(shop, shop.runningCampaign(campaign));
    }

    private Stage stage(ShopFixture shop, String campaign) {
        ShopFixture.TestLot lot = shop.activeLot(1_000, campaign);
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
            return request(serial, member, otherDraw, 1);
        }

        ClaimRequest request(int serial, UUID member, long nth) {
            return request(serial, member, draw, nth);
        }

        private ClaimRequest request(int serial, UUID member, CampaignDraw otherDraw, long nth) {
            CodeRef code = new CodeRef(lot.value(), serial);
            ScanRecord scan = new ScanRecord(brand, code, member, clock.instant(), nth, true, null, null);
            return new ClaimRequest(Ids.next(clock), ClaimSlot.CONSUMER, otherDraw, scan);
        }

        /** Locks the row of the campaign's pool, so that claims wait; those that come meanwhile are one batch. */
        HeldPool hold(Pool pool) {
            SqlConnection connection = pool.getConnection().await().atMost(PATIENCE);
            connection.query("BEGIN").execute().await().atMost(PATIENCE);
            connection
                    .preparedQuery("SELECT 1 FROM pool_counter WHERE campaign_id = $1 FOR UPDATE")
                    .execute(Tuple.of(draw.campaign()))
                    .await()
                    .atMost(PATIENCE);
            return new HeldPool(connection);
        }

        void assertBalanced() {
            assertTrue(
                    shop.ledgerCheck().getBoolean("balanced"),
                    shop.ledgerCheck().prettify());
        }
    }

    /** A locked row, until it is released or closed. */
    private record HeldPool(SqlConnection connection) implements AutoCloseable {
        void release() {
            connection.query("ROLLBACK").execute().await().atMost(PATIENCE);
        }

        @Override
        public void close() {
            connection
                    .query("ROLLBACK")
                    .execute()
                    .flatMap(done -> connection.close())
                    .await()
                    .atMost(PATIENCE);
        }
    }
}
