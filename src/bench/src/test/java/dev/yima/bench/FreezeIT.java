package dev.yima.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.bench.fixture.BenchServers;
import dev.yima.bench.fixture.PackagedService;
import dev.yima.bench.fixture.ScanFixture;
import dev.yima.bench.load.HttpLoad;
import dev.yima.bench.load.ShuffledCodes;
import dev.yima.bench.load.SimulatedUsers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A lot that is frozen under load pays no more, at whichever replica, after five seconds at the latest. Seen red, where
 * Redis cannot tell, with lots remembered for a minute.
 */
@EnabledIfSystemProperty(named = "test.full", matches = "true")
class FreezeIT {
    private static final long WITHIN_NANOS = Duration.ofSeconds(5).toNanos();
    private static final Duration BEFORE = Duration.ofMillis(Proof.size(1_000, 2_000));
    private static final Duration LENGTH = Duration.ofMillis(Proof.size(8_000, 10_000));
    private static final int CONNECTIONS = 16;
    private static final int REPLICAS = 2;
    private static final int CODES = 1 << 18;

    private static BenchServers servers;
    private static List<PackagedService> replicas = new ArrayList<>();
    private static SimulatedUsers users;

    @BeforeAll
    static void start() throws Exception {
        servers = BenchServers.start();
        replicas.add(PackagedService.start(servers, "frozen-here", ScanFixture.TIRELESS));
        replicas.add(PackagedService.start(servers, "heard-there", ScanFixture.TIRELESS));
        ShuffledCodes hello =
                ShuffledCodes.of(replicas.get(0).lot("ITEM_OUTER", 1 << 10, "").codec(), 1 << 10);
        users = SimulatedUsers.register(replicas.get(0).address(), 1 << 10, hello);
    }

    @AfterAll
    static void stop() throws Exception {
        for (PackagedService replica : replicas) {
            replica.close();
        }
        servers.close();
    }

    @Test
    void aFreezeTakesHoldAtEveryReplica() throws Exception {
        freezeUnderLoad(Duration.ZERO).check();
    }

    @Test
    void aFreezeThatRedisCannotTellTakesHoldAtEveryReplica() throws Exception {
        freezeUnderLoad(LENGTH.minus(BEFORE)).check();
    }

    private static Watch freezeUnderLoad(Duration redisHangs) throws Exception {
        PackagedService first = replicas.get(0);
        PackagedService.ActiveLot lot = first.lot("ITEM_INNER", CODES, first.campaign(CODES));
        Watch watch = new Watch(ShuffledCodes.of(lot.codec(), CODES));
        List<InetSocketAddress> addresses =
                replicas.stream().map(PackagedService::address).toList();
        CompletableFuture<HttpLoad.Outcome> load = CompletableFuture.supplyAsync(() -> {
            try {
                return new HttpLoad(addresses, CONNECTIONS, watch).run(LENGTH);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        LockSupport.parkNanos(BEFORE.toNanos());
        CompletableFuture<Void> hangs = CompletableFuture.runAsync(() -> {
            try {
                servers.hangRedis(redisHangs);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        first.post("/api/v1/lots/" + lot.number() + "/freeze", "{}");
        watch.frozen();
        assertEquals(0, load.get().faults(), "every scan is answered, frozen or not");
        hangs.get();
        assertTrue(first.brokenLaws().isEmpty());
        return watch;
    }

    /** Claims new codes, and notes which of them were paid. */
    private static final class Watch implements HttpLoad.Caller {
        private static final byte[] REWARD = "\"reward\":{".getBytes(US_ASCII);

        private final ShuffledCodes codes;
        private final long[] askedAt = new long[CONNECTIONS];
        private final int[] paidBefore = new int[REPLICAS];
        private final int[] paidTooLate = new int[REPLICAS];
        private final int[] answeredLate = new int[REPLICAS];
        private volatile long frozenAt;
        private int next;

        Watch(ShuffledCodes codes) {
            this.codes = codes;
        }

        void frozen() {
            frozenAt = System.nanoTime();
        }

        void check() {
            for (int replica = 0; replica < REPLICAS; replica++) {
                assertTrue(paidBefore[replica] > 0, "claims were paid before");
                assertTrue(answeredLate[replica] > 0, "scans were answered long after");
                assertEquals(0, paidTooLate[replica], "paid more than 5 s after the freeze, at replica " + replica);
            }
        }

        @Override
        public boolean ask(int connection, ByteBuffer request) {
            if (next == codes.count()) {
                return false;
            }
            askedAt[connection] = System.nanoTime();
            users.claim(request, next % users.size(), codes, next++);
            return true;
        }

        @Override
        public boolean hear(int connection, int status, HttpLoad.Bytes answer) {
            int replica = connection % REPLICAS;
            boolean paid = answer.indexOf(REWARD) >= 0;
            long at = frozenAt;
            if (at == 0) {
                paidBefore[replica] += paid ? 1 : 0;
            } else if (askedAt[connection] - at > WITHIN_NANOS) {
                answeredLate[replica]++;
                paidTooLate[replica] += paid ? 1 : 0;
            }
            return status == 200;
        }
    }
}
