package dev.yima.gateway.claim.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.engine.rules.ClaimDecision;
import dev.yima.gateway.claim.ClaimOutcome;
import dev.yima.gateway.claim.commit.GroupCommit.Result;
import dev.yima.gateway.platform.async.Batcher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The breaker of a campaign whose rows are locked. Seen red with a breaker that never opens, and one that stays so. */
class StuckCampaignsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final UUID CAMPAIGN = new UUID(7, 1);
    private static final UUID OTHER = new UUID(7, 2);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger tried = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
    private Result answer = Result.STUCK;
    private final StuckCampaigns<String> stuck = new StuckCampaigns<>(
            () -> new Batcher<>(vertx, 10, 10, PATIENCE, this::commit), new SimpleMeterRegistry(), nanos::get);

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void behindAFailureNothingIsTriedForAWhile() {
        assertSame(Result.STUCK, submit(CAMPAIGN));
        assertSame(Result.STUCK, submit(CAMPAIGN));
        assertEquals(1, tried.get(), "the second is refused at once");
        submit(OTHER);
        assertEquals(2, tried.get(), "another campaign has a breaker of its own");

        nanos.addAndGet(StuckCampaigns.OPEN.toNanos() - 1);
        submit(CAMPAIGN);
        assertEquals(2, tried.get());
        nanos.incrementAndGet();
        submit(CAMPAIGN);
        assertEquals(3, tried.get(), "then it is tried again");
    }

    @Test
    void aCampaignThatCommitsLeavesItsLane() {
        stuck.add(CAMPAIGN);
        submit(CAMPAIGN);
        assertTrue(stuck.has(CAMPAIGN));

        nanos.addAndGet(StuckCampaigns.OPEN.toNanos());
        answer = Result.of(new IllegalStateException("no answer: it may be locked still"));
        submit(CAMPAIGN);
        assertTrue(stuck.has(CAMPAIGN));
        answer = Result.of(ClaimOutcome.refused(ClaimDecision.Kind.CLOSED));
        submit(CAMPAIGN);
        assertFalse(stuck.has(CAMPAIGN));
    }

    @Test
    void aLaneThatNobodyWantsIsForgotten() {
        stuck.add(CAMPAIGN);
        nanos.addAndGet(StuckCampaigns.UNWANTED.toNanos());
        stuck.add(OTHER);
        assertEquals(2, stuck.count());
        submit(OTHER);

        nanos.incrementAndGet();
        assertEquals(1, stuck.count());
        assertFalse(stuck.has(CAMPAIGN));
        assertTrue(stuck.has(OTHER));
    }

    private Result submit(UUID campaign) {
        return stuck.submit(campaign, "request").await().atMost(PATIENCE);
    }

    private Uni<List<Result>> commit(List<String> requests) {
        tried.incrementAndGet();
        return Uni.createFrom().item(requests.stream().map(request -> answer).toList());
    }
}
