package dev.yima.gateway.platform.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.Eventually;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who gets the places of a lane. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FairLaneTest {
    private static final int PLACES = 64;

    private Vertx vertx = Vertx.vertx();

    @BeforeAll
    void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void anOwnerAloneHasHalfOfThePlaces() {
        Table table = new Table();
        table.hang(1);
        table.add(1, 1_000);
        FairLane<UUID> lane = lane(table);
        Eventually.isTrue(() -> table.underWay(1) == PLACES / 2);
        table.settle(lane);
        assertEquals(PLACES / 2, table.underWay(1));
    }

    @Test
    void whatIsDoneMakesPlaceForTheNextAtOnce() {
        Table table = new Table();
        table.hang(1);
        table.add(1, PLACES);
        lane(table);
        Eventually.isTrue(() -> table.underWay(1) == PLACES / 2);
        table.finishOne();
        Eventually.isTrue(() -> table.started(1) == PLACES / 2 + 1);
    }

    @Test
    void aLaneThatIsStoppedTakesNothingMore() {
        Table table = new Table();
        table.hang(1);
        table.add(1, PLACES);
        FairLane<UUID> lane = lane(table);
        Eventually.isTrue(() -> table.underWay(1) == PLACES / 2);
        lane.stop();
        table.finishOne();
        Eventually.isTrue(() -> table.done(1) == 1);
        lane.fill();
        assertEquals(PLACES / 2 - 1, table.underWay(1));
    }

    @Test
    void whoHangsHoldsUpNobodyElse() {
        Table table = new Table();
        for (int hog = 1; hog <= 20; hog++) {
            table.hang(hog);
            table.add(hog, 100);
        }
        FairLane<UUID> lane = lane(table);
        Eventually.isTrue(() -> IntStream.rangeClosed(1, 20).allMatch(hog -> table.underWay(hog) > 0));
        table.add(21, 500);
        lane.fill();
        Eventually.isTrue(() -> table.done(21) == 500);
    }

    @Test
    void everyOwnerHasATurnBeforeAnyHasAnother() {
        Table table = new Table();
        for (int owner = 1; owner <= 200; owner++) {
            table.add(owner, 5);
        }
        lane(table);
        Eventually.isTrue(() -> table.order().size() == 1_000);
        // The last of a round share the places that are left.
        assertEquals(200, Set.copyOf(table.order().subList(0, 200 + PLACES)).size());
    }

    @Test
    void anOwnerIsFoundBehindAnyNumberOfOthersWithNothingDue() {
        Table table = new Table();
        for (int owner = 1; owner <= 2_500; owner++) {
            table.add(owner, 0);
        }
        table.add(2_501, 3);
        lane(table);
        Eventually.isTrue(() -> table.done(2_501) == 3);
    }

    @Test
    void afterAFailureTheNextLookGoesOn() {
        Table table = new Table();
        table.add(1, 3);
        table.failNext();
        FairLane<UUID> lane = lane(table);
        Eventually.isTrue(() -> {
            lane.fill();
            return table.done(1) == 3;
        });
        assertTrue(table.failed());
    }

    private FairLane<UUID> lane(Table table) {
        FairLane<UUID> lane = new FairLane<>(vertx, PLACES, table);
        lane.fill();
        return lane;
    }

    /** Work in memory; an item is the id of its owner. */
    private static final class Table implements FairLane.Source<UUID> {
        private final Map<UUID, Integer> due = new TreeMap<>();
        private final Set<UUID> hanging = new HashSet<>();
        private final Deque<UniEmitter<? super Void>> waiting = new ArrayDeque<>();
        private final Map<UUID, Integer> running = new HashMap<>();
        private final Map<UUID, Integer> ended = new HashMap<>();
        private final List<UUID> order = new ArrayList<>();
        private boolean fails;
        private boolean failed;
        private int looks;

        synchronized void add(int owner, int items) {
            due.merge(id(owner), items, Integer::sum);
        }

        synchronized void hang(int owner) {
            hanging.add(id(owner));
        }

        synchronized void failNext() {
            fails = true;
        }

        synchronized boolean failed() {
            return failed;
        }

        synchronized int underWay(int owner) {
            return running.getOrDefault(id(owner), 0);
        }

        synchronized int done(int owner) {
            return ended.getOrDefault(id(owner), 0);
        }

        synchronized int started(int owner) {
            return done(owner) + underWay(owner);
        }

        synchronized List<UUID> order() {
            return List.copyOf(order);
        }

        /** Waits until the lane has looked again, and found that nobody may have more. */
        void settle(FairLane<UUID> lane) {
            int before = looks();
            lane.fill();
            Eventually.isTrue(() -> looks() > before);
        }

        private synchronized int looks() {
            return looks;
        }

        synchronized void finishOne() {
            waiting.remove().complete(null);
        }

        @Override
        public synchronized Uni<List<FairLane.Owner>> owners(UUID after, int ownersMax) {
            looks++;
            if (fails) {
                fails = false;
                failed = true;
                return Uni.createFrom().failure(new IllegalStateException("told to fail"));
            }
            return Uni.createFrom()
                    .item(due.entrySet().stream()
                            .filter(owner -> owner.getKey().compareTo(after) > 0)
                            .limit(ownersMax)
                            .map(owner -> new FairLane.Owner(owner.getKey(), owner.getValue() > 0))
                            .toList());
        }

        @Override
        public synchronized Uni<List<UUID>> take(Map<UUID, Integer> places) {
            List<UUID> taken = new ArrayList<>();
            places.forEach((owner, most) -> {
                int count = Math.min(most, due.getOrDefault(owner, 0));
                due.merge(owner, -count, Integer::sum);
                for (int n = 0; n < count; n++) {
                    taken.add(owner);
                }
            });
            return Uni.createFrom().item(taken);
        }

        @Override
        public UUID owner(UUID item) {
            return item;
        }

        @Override
        public synchronized Uni<Void> carry(UUID owner) {
            order.add(owner);
            running.merge(owner, 1, Integer::sum);
            Uni<Void> work = hanging.contains(owner)
                    ? Uni.createFrom().emitter(this::wait)
                    : Uni.createFrom().voidItem();
            return work.invoke(done -> end(owner));
        }

        private synchronized void wait(UniEmitter<? super Void> emitter) {
            waiting.add(emitter);
        }

        private synchronized void end(UUID owner) {
            running.merge(owner, -1, Integer::sum);
            ended.merge(owner, 1, Integer::sum);
        }

        private static UUID id(int owner) {
            return new UUID(1, owner);
        }
    }
}
