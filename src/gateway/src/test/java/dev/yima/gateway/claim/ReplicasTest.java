package dev.yima.gateway.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codec.LotNumber;
import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.rules.ClaimDecision;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.claim.ClaimOutcome.Kind;
import dev.yima.gateway.claim.commit.GroupCommit;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.ScanRecord;
import dev.yima.gateway.lot.catalogue.CachedLot;
import dev.yima.gateway.lot.catalogue.LotCatalogue;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.platform.db.WrongClock;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Several group commits on the same pools, as several replicas have them: nobody waits for ever, nothing is torn. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class ReplicasTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CODES = 2_000;
    private static final int PEOPLE = 20;
    private static final long SEED = 20261122L;
    private static final String PRIZES = "[{\"kind\":\"CASH\",\"amountMinor\":100,\"count\":700},"
            + "{\"kind\":\"POINTS\",\"points\":5,\"count\":800}]";

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Vertx vertx;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Replicas replicaFactory;

    @Inject
    @SuppressWarnings("NullAway.Init")
    LotCatalogue lots;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Clock clock;

    @Test
    void replicasThatShareTwoPoolsNeitherDeadlockNorPayTwice() {
        ShopFixture shop = ShopFixture.fresh("Replicas");
        List<CachedLot> shared = Stream.of(lot(shop), lot(shop)).toList();
        List<GroupCommit> replicas =
                Stream.generate(replicaFactory::fresh).limit(3).toList();
        long deadlocksBefore = deadlocks();
        SplittableRandom random = new SplittableRandom(SEED);
        List<UUID> people = Stream.generate(UUID::randomUUID).limit(PEOPLE).toList();
        List<Uni<ClaimOutcome>> asked = new ArrayList<>();
        for (int n = 0; n < CODES; n++) {
            // Every code is asked for at two replicas, by two of a few people.
            for (int twice = 0; twice < 2; twice++) {
                CachedLot lot = shared.get(n % shared.size());
                UUID person = people.get(random.nextInt(PEOPLE));
                asked.add(replicas.get(random.nextInt(replicas.size())).claim(request(lot, n, person)));
            }
        }
        List<ClaimOutcome> outcomes =
                Uni.join().all(asked).andFailFast().await().atMost(PATIENCE);

        assertEquals(CODES, count(outcomes, Kind.CLAIMED), "two pools of 1,500 are enough for all");
        assertEquals(CODES, outcomes.size() - count(outcomes, Kind.CLAIMED));
        assertEquals(0, count(outcomes, Kind.REFUSED));
        assertEquals(deadlocksBefore, deadlocks());
        assertTrue(shop.ledgerCheck().getBoolean("balanced"), shop.ledgerCheck().prettify());
    }

    @Test
    void aReplicaThatPredictsAPositionThatAnotherTookReadsItAgain() {
        ShopFixture shop = ShopFixture.fresh("Prediction");
        CachedLot lot = lot(shop);
        List<GroupCommit> replicas = List.of(replicaFactory.fresh(), replicaFactory.fresh());
        int serial = 0;
        // Each replica predicts the position after its own last claim, which the other has taken since.
        for (int turn = 0; turn < 6; turn++) {
            GroupCommit replica = replicas.get(turn % replicas.size());
            for (int claims = 0; claims <= turn; claims++) {
                ClaimOutcome outcome = replica.claim(request(lot, serial++, UUID.randomUUID()))
                        .await()
                        .atMost(PATIENCE);
                assertEquals(Kind.CLAIMED, outcome.kind());
            }
        }
        List<Integer> positions = new ArrayList<>();
        pool.preparedQuery("SELECT position FROM claim WHERE lot = $1 ORDER BY serial")
                .execute(Tuple.of(lot.codec().lot().value()))
                .await()
                .atMost(PATIENCE)
                .forEach(row -> positions.add(row.getInteger(0)));
        assertEquals(IntStream.range(0, serial).boxed().toList(), positions, "in the order of the claims");
        assertTrue(shop.ledgerCheck().getBoolean("balanced"), shop.ledgerCheck().prettify());
    }

    @Test
    void theLastPrizesAreGivenOnceHoweverManyWantThem() throws Exception {
        ShopFixture shop = ShopFixture.fresh("Last prizes");
        ShopFixture.TestLot made = shop.activeLot(
                CODES, shop.runningCampaign(500, "[{\"kind\":\"CASH\",\"amountMinor\":100,\"count\":50}]"));
        CachedLot lot = lots.find(LotNumber.read(made.number()).orElseThrow())
                .await()
                .atMost(PATIENCE)
                .orElseThrow();
        List<GroupCommit> replicas = List.of(replicaFactory.fresh(), replicaFactory.fresh());
        ExecutorService workers = Executors.newFixedThreadPool(64);
        List<Future<ClaimOutcome>> asked = new ArrayList<>();
        try {
            for (int n = 0; n < CODES; n++) {
                int serial = n;
                asked.add(workers.submit(() -> replicas.get(serial % replicas.size())
                        .claim(request(lot, serial, UUID.randomUUID()))
                        .await()
                        .atMost(PATIENCE)));
            }
            List<ClaimOutcome> outcomes = new ArrayList<>();
            for (Future<ClaimOutcome> answer : asked) {
                outcomes.add(answer.get());
            }
            assertEquals(500, count(outcomes, Kind.CLAIMED));
            assertEquals(CODES - 500, count(outcomes, Kind.REFUSED));
            assertEquals(
                    50,
                    outcomes.stream()
                            .filter(outcome -> outcome.reward() != null)
                            .count());
        } finally {
            workers.shutdownNow();
        }
        assertTrue(shop.ledgerCheck().getBoolean("balanced"), shop.ledgerCheck().prettify());
    }

    @Test
    void limitsHoldHoweverManyReplicasAreAsked() {
        ShopFixture shop = ShopFixture.fresh("Shared limits");
        ShopFixture.TestLot made = shop.activeLot(
                CODES,
                shop.runningCampaign(Map.of(
                        "name",
                        "Limited",
                        "claims",
                        CODES,
                        "draw",
                        "ODDS",
                        "prizes",
                        List.of(
                                Map.of(
                                        "kind",
                                        "CASH",
                                        "amountMinor",
                                        100,
                                        "count",
                                        30,
                                        "perMillion",
                                        500_000,
                                        "fallback",
                                        1),
                                Map.of("kind", "POINTS", "points", 1, "count", CODES, "perMillion", 500_000)),
                        "limits",
                        Map.of("perPersonDay", 7, "cashPerDayMinor", 2_000))));
        CachedLot lot = lots.find(LotNumber.read(made.number()).orElseThrow())
                .await()
                .atMost(PATIENCE)
                .orElseThrow();
        List<GroupCommit> replicas = List.of(replicaFactory.fresh(), replicaFactory.fresh(), replicaFactory.fresh());
        SplittableRandom random = new SplittableRandom(SEED);
        List<UUID> people = Stream.generate(UUID::randomUUID).limit(PEOPLE).toList();
        List<Uni<ClaimOutcome>> asked = IntStream.range(0, CODES)
                .mapToObj(serial -> replicas.get(random.nextInt(replicas.size()))
                        .claim(request(lot, serial, people.get(random.nextInt(PEOPLE)))))
                .toList();
        List<ClaimOutcome> outcomes =
                Uni.join().all(asked).andFailFast().await().atMost(PATIENCE);

        Map<UUID, Long> claims = outcomes.stream()
                .filter(outcome -> outcome.kind() == Kind.CLAIMED)
                .collect(Collectors.groupingBy(
                        outcome -> Objects.requireNonNull(outcome.holder()), Collectors.counting()));
        assertTrue(claims.values().stream().allMatch(count -> count <= 7), claims.toString());
        List<Reward> cash = outcomes.stream()
                .map(ClaimOutcome::reward)
                .filter(reward -> reward != null && reward.kind() == PrizeKind.CASH)
                .toList();
        assertEquals(20, cash.size(), "2,000 a day, 100 each, and more is wanted");
        assertTrue(outcomes.stream().anyMatch(outcome -> outcome.refusal() == ClaimDecision.Kind.PACED));
        assertTrue(shop.ledgerCheck().getBoolean("balanced"), shop.ledgerCheck().prettify());
    }

    @Test
    void aReplicaWhoseClockIsADayAheadClaimsNothing() {
        ShopFixture shop = ShopFixture.fresh("Wrong clock");
        CachedLot lot = lot(shop);
        GroupCommit early = replicaFactory.with(WrongClock.dayAhead(pool, vertx));
        Problem refused = assertThrows(
                Problem.class,
                () -> early.claim(request(lot, 0, UUID.randomUUID())).await().atMost(PATIENCE));
        assertEquals(ProblemType.UNAVAILABLE, refused.type());
    }

    private CachedLot lot(ShopFixture shop) {
        ShopFixture.TestLot lot = shop.activeLot(CODES, shop.runningCampaign(1_500, PRIZES));
        LotNumber number = LotNumber.read(lot.number()).orElseThrow();
        return lots.find(number).await().atMost(PATIENCE).orElseThrow();
    }

    private ClaimRequest request(CachedLot lot, int serial, UUID person) {
        CodeRef code = new CodeRef(lot.codec().lot().value(), serial);
        ScanRecord scan = new ScanRecord(lot.brand().id(), code, person, clock.instant(), 1, true, null, null);
        CampaignDraw draw = Objects.requireNonNull(lot.campaign()).terms();
        return new ClaimRequest(Ids.next(clock), ClaimSlot.CONSUMER, draw, scan);
    }

    private static long count(List<ClaimOutcome> outcomes, Kind kind) {
        return outcomes.stream().filter(outcome -> outcome.kind() == kind).count();
    }

    private long deadlocks() {
        return pool.query("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }
}
