package dev.yima.gateway.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.codec.LotNumber;
import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.engine.rules.ClaimDecision;
import dev.yima.gateway.Phones;
import dev.yima.gateway.Proof;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.campaign.publication.CampaignReader;
import dev.yima.gateway.claim.ClaimOutcome.Kind;
import dev.yima.gateway.claim.commit.GroupCommit;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.ScanRecord;
import dev.yima.gateway.ledger.Ledger;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.reward.points.PointsCreditRepository;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Two hundred small campaigns with random rules, or ten thousand in full, on two replicas. People claim at random
 * moments; their clocks jump hours and days, forth and back; staff give and take points, and points that waited count
 * and others expire, all at the same time; connections to the database are cut in the middle of commits, replicas die
 * and are replaced, and whoever got no answer asks again. Then every campaign ends, and every law must hold in each:
 * what was answered is stored, positions have no gap, every draw is what the revealed seed says, nobody and no hour had
 * more than the rules allow, bonuses went to whom they were due, each claim opened the packet that it should, and the
 * ledger balances.
 *
 * <p>It has found one by itself: a batch with a person's claims from both sides of midnight counted for one of the days
 * only.
 *
 * <p>Seen red with each of these put in by hand:
 *
 * <ol>
 *   <li>{@code ClaimBatch.draw} does not tell {@code BatchClaimHistory} of the batch's own claims: a person passes
 *       their limit;
 *   <li>{@code CampaignRules.taken} does not count what was won by odds: the pool refuses to give what it does not
 *       have;
 *   <li>{@code Spending.and} forgets what the hour gave before: more than its cash is given;
 *   <li>{@code GroupCommit.recover} answers a batch whose commit broke as if it had been made: an answered award is
 *       not stored;
 *   <li>{@code Publication.endRunning} gives back the cash and forgets the points: a pool of a campaign that has ended
 *       still holds something;
 *   <li>{@code BatchClaimHistory.consumePieces} leaves the pieces of a set to their holder: the next piece is a set
 *       again;
 *   <li>{@code PayoutParticipant} pays what is locked: an award is paid that nobody may have yet;
 *   <li>{@code PointsAdjustmentBooking.take} takes points from the balance only: more are left to expire than the
 *       member has.
 * </ol>
 */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class ManyCampaignsTest {
    private static final Logger LOG = Logger.getLogger(ManyCampaignsTest.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CAMPAIGNS = Integer.getInteger("test.campaigns", Proof.size(100, 10_000));
    private static final Phones CROWD = Phones.of(16);
    private static final int WAVE = 500;
    private static final int PEOPLE = 8;
    private static final int ATTEMPTS = 20;
    private static final String CUT = """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE pid <> pg_backend_pid() AND datname = current_database() AND state <> 'idle'""";
    private static final String CLAIMS = """
            SELECT c.campaign_id, c.position, c.prize_line, c.drawn_line, c.kind, c.amount, c.unit, c.member_id,
                c.claimed_at, c.id, l.state AS locked, l.opened_by
            FROM claim c LEFT JOIN locked_packet l ON l.claim_id = c.id
            WHERE c.campaign_id = ANY ($1) ORDER BY c.campaign_id, c.position""";
    private static final String DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
    private static final String LEFT = """
            SELECT count(*) FROM account WHERE kind = 'POOL' AND owner = ANY ($1) AND balance <> 0""";

    @Inject
    @SuppressWarnings("NullAway.Init")
    Pool pool;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Replicas replicaFactory;

    @Inject
    @SuppressWarnings("NullAway.Init")
    CampaignReader campaigns;

    @Inject
    @SuppressWarnings("NullAway.Init")
    PointsCreditRepository points;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Ledger ledger;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Clock clock;

    @Test
    void everyLawHoldsInEach() throws Exception {
        long seed = Proof.seed(20_261_130);
        LOG.infof("the seed of %d campaigns: -Dtest.seed=%d", CAMPAIGNS, seed);
        SplittableRandom random = new SplittableRandom(seed);
        long deadlocks = deadlocks();
        int answered = 0;
        int refused = 0;
        int asked = 0;
        Map<Integer, Integer> adjusted = new HashMap<>();
        for (int done = 0; done < CAMPAIGNS; done += WAVE) {
            Wave wave = new Wave(random.split(), Math.min(WAVE, CAMPAIGNS - done));
            wave.play();
            wave.end();
            wave.audit();
            answered += wave.answers.size();
            wave.adjusted.forEach((status, times) -> adjusted.merge(status, times, Integer::sum));
            refused += wave.refusals.values().stream().mapToInt(List::size).sum();
            asked += wave.again.get();
        }
        LOG.infof("%d claims were made, %d refused, %d asked again after a crash", answered, refused, asked);
        LOG.infof("adjustments of points by the status of their answers: %s", adjusted);
        assertTrue(answered > CAMPAIGNS && refused > CAMPAIGNS / 10, "this many campaigns see all kinds of answers");
        assertTrue(asked > 0, "commits were cut");
        assertEquals(deadlocks, deadlocks(), "everybody locks in the same order");
        assertTrue(adjusted.keySet().containsAll(Set.of(201, 409)), "points were given, and too many asked for");
    }

    private long deadlocks() {
        return one(DEADLOCKS, Tuple.tuple()).getLong(0);
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    /** Some campaigns of one brand that are played at the same time. */
    private final class Wave {
        private final SplittableRandom random;
        private final ShopFixture shop = ShopFixture.fresh("Wave");
        private final LotNumber lot;
        private final UUID brand;
        private final List<CampaignDraw> played;
        private final List<UUID> people =
                Stream.generate(UUID::randomUUID).limit(PEOPLE).toList();
        private final List<GroupCommit> replicas =
                new ArrayList<>(List.of(replicaFactory.fresh(), replicaFactory.fresh()));
        private final Map<UUID, Reward> answers = new HashMap<>();
        private final Map<UUID, List<ClaimDecision.Kind>> refusals = new HashMap<>();
        private final AtomicInteger again = new AtomicInteger();
        private final Map<UUID, String> seeds = new HashMap<>();
        private final Map<Integer, Integer> adjusted = new ConcurrentHashMap<>();
        private int serial;

        Wave(SplittableRandom random, int count) throws Exception {
            this.random = random;
            this.lot = LotNumber.read(shop.mintedLot(1 << 20, "").number()).orElseThrow();
            this.brand = one("SELECT brand_id FROM lot WHERE number = $1", Tuple.of(lot.value()))
                    .getUUID(0);
            List<Map<String, Object>> bodies = Stream.generate(() -> RandomCampaign.from(random))
                    .limit(count)
                    .toList();
            shop.asStaff()
                    .body(Map.of("adjustmentLimit", 1_000_000))
                    .patch("/api/v1/brand")
                    .then()
                    .statusCode(200);
            this.played = CROWD.each(bodies, body -> draw(running(body)));
        }

        private UUID running(Map<String, Object> body) {
            String id = post("", json.valueToTree(body).toString()).get("id").asText();
            post("/" + id + "/publish", "");
            return UUID.fromString(id);
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + "/api/v1" + path))
                    .header("Authorization", "Bearer " + shop.key())
                    .header("Content-Type", "application/json");
        }

        /** REST Assured would be most of the work here. */
        private JsonNode post(String path, String body) {
            HttpRequest request = request("/campaigns" + path)
                    .POST(BodyPublishers.ofString(body))
                    .build();
            try {
                HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
                assertEquals(2, answer.statusCode() / 100, answer.body());
                return json.readTree(answer.body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private CampaignDraw draw(UUID campaign) {
            return campaigns
                    .find(campaign)
                    .await()
                    .atMost(PATIENCE)
                    .orElseThrow()
                    .terms();
        }

        void play() {
            Instant now = clock.instant();
            for (int step = 0; step < 8; step++) {
                List<Uni<Void>> claims = new ArrayList<>();
                for (CampaignDraw draw : played) {
                    for (int n = random.nextInt(7); n > 0; n--) {
                        claims.add(claim(draw, now.plusSeconds(random.nextInt(1_000))));
                    }
                }
                for (int n = 0; n < 8; n++) {
                    claims.add(adjust(people.get(random.nextInt(PEOPLE)), random.nextInt(600) - 400));
                }
                claims.add(time(now.plus(Duration.ofDays(random.nextInt(50)))));
                Uni<Void> crash =
                        random.nextInt(3) == 0 ? cut() : Uni.createFrom().voidItem();
                Uni.join()
                        .all(Stream.concat(Stream.of(crash), claims.stream()).toList())
                        .andFailFast()
                        .await()
                        .atMost(PATIENCE);
                if (random.nextInt(4) == 0) {
                    replicas.set(random.nextInt(replicas.size()), replicaFactory.fresh());
                }
                now = now.plusSeconds((long) (random.nextGaussian() * 40_000));
            }
        }

        /** Staff give or take points; a member who has too few keeps them. */
        private Uni<Void> adjust(UUID member, int points) {
            if (points == 0) {
                return Uni.createFrom().voidItem();
            }
            String months = points > 100 ? ",\"validMonths\":" + (1 + points % 2) : "";
            HttpRequest request = request("/point-adjustments")
                    .header("Idempotency-Key", UUID.randomUUID().toString())
                    .POST(BodyPublishers.ofString("{\"memberId\":\"" + member + "\",\"points\":" + points + months
                            + ",\"reason\":\"Random\"}"))
                    .build();
            return survives(() -> Uni.createFrom()
                    .completionStage(() -> http.sendAsync(request, BodyHandlers.ofString()))
                    .invoke(answer -> {
                        if (answer.statusCode() >= 500) {
                            throw new IllegalStateException(answer.body());
                        }
                        adjusted.merge(answer.statusCode(), 1, Integer::sum);
                    })
                    .replaceWithVoid());
        }

        /** Points have waited, and expire. */
        private Uni<Void> time(Instant now) {
            UUID campaign = played.get(random.nextInt(played.size())).campaign();
            return survives(() -> pool.withTransaction(tx -> ledger.returnAccount(tx, campaign)
                            .flatMap(locked -> points.release(tx, campaign, now, 100))))
                    .flatMap(
                            released -> survives(() -> pool.withTransaction(tx -> points.expire(tx, brand, now, 100))));
        }

        private <T> Uni<T> survives(Supplier<Uni<? extends T>> deed) {
            return Uni.createFrom()
                    .deferred(deed)
                    .onFailure()
                    .invoke(again::incrementAndGet)
                    .onFailure()
                    .retry()
                    .withBackOff(Duration.ofMillis(5), Duration.ofMillis(200))
                    .atMost(ATTEMPTS);
        }

        private Uni<Void> cut() {
            return pool.query(CUT)
                    .execute()
                    .onItem()
                    .delayIt()
                    .by(Duration.ofMillis(1 + random.nextInt(5)))
                    .repeat()
                    .atMost(3)
                    .collect()
                    .last()
                    .onFailure()
                    .recoverWithNull()
                    .replaceWithVoid();
        }

        private Uni<Void> claim(CampaignDraw draw, Instant at) {
            CodeRef code = new CodeRef(lot.value(), serial++);
            UUID person = people.get(random.nextInt(PEOPLE));
            ScanRecord scan = new ScanRecord(brand, code, person, at, 1, true, null, null);
            GroupCommit replica = replicas.get(random.nextInt(replicas.size()));
            return survives(() -> replica.claim(new ClaimRequest(Ids.next(clock), ClaimSlot.CONSUMER, draw, scan)))
                    .invoke(outcome -> heard(draw, code, person, outcome))
                    .replaceWithVoid();
        }

        private synchronized void heard(CampaignDraw draw, CodeRef code, UUID person, ClaimOutcome outcome) {
            if (outcome.kind() == Kind.REFUSED) {
                refusals.computeIfAbsent(draw.campaign(), fresh -> new ArrayList<>())
                        .add(outcome.refusal());
                return;
            }
            assertTrue(outcome.kind() != Kind.HELD_BY_OTHER_PERSON, "nobody else asks for " + code);
            assertEquals(person, outcome.holder());
            if (outcome.reward() != null) {
                answers.put(outcome.reward().id(), outcome.reward());
            }
        }

        private @Nullable Long amount(Reward told) {
            return switch (told.kind()) {
                case CASH -> told.amountMinor();
                case POINTS -> told.points();
                case COUPON, GIFT, PIECE, THANKS -> 1L;
            };
        }

        void end() throws Exception {
            CROWD.each(played, draw -> post("/" + draw.campaign() + "/end", ""))
                    .forEach(ended -> seeds.put(
                            UUID.fromString(ended.get("id").asText()),
                            ended.get("seed").asText()));
        }

        void audit() {
            UUID[] ids = played.stream().map(CampaignDraw::campaign).toArray(UUID[]::new);
            Map<UUID, List<Row>> rows = new HashMap<>();
            pool.preparedQuery(CLAIMS)
                    .execute(Tuple.tuple().addArrayOfUUID(ids))
                    .await()
                    .atMost(PATIENCE)
                    .forEach(row -> rows.computeIfAbsent(row.getUUID("campaign_id"), fresh -> new ArrayList<>())
                            .add(row));
            Map<UUID, Long> stored = new HashMap<>();
            for (CampaignDraw draw : played) {
                CampaignRules rules = draw.rules();
                List<Row> claims = rows.getOrDefault(draw.campaign(), List.of());
                CampaignAudit audit = new CampaignAudit(rules, claims);
                audit.drawsAreWhatTheSeedSays(Objects.requireNonNull(seeds.get(draw.campaign())));
                audit.nobodyHadMoreThanTheRulesAllow();
                audit.noStretchGaveMoreThanTheRulesAllow();
                audit.bonusesWereDue();
                audit.packetsWereOpenedByTheNextClaim();
                audit.refusedWithReason(refusals.getOrDefault(draw.campaign(), List.of()));
                stored.putAll(audit.rewards());
            }
            answers.forEach((id, told) -> assertEquals(amount(told), stored.get(id), () -> "answered as " + told));
            Tuple owners = Tuple.tuple().addArrayOfUUID(ids);
            assertEquals(0, one(LEFT, owners).getLong(0), "what is left of a pool goes back at the end");
            assertTrue(
                    shop.ledgerCheck().getBoolean("balanced"),
                    shop.ledgerCheck().prettify());
        }
    }

    private Row one(String query, Tuple parameters) {
        return pool.preparedQuery(query).executeAndAwait(parameters).iterator().next();
    }
}
