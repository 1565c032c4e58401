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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two replicas behind the guide's nginx, restarted one after the other while people claim: each claim is answered with
 * its reward, none is paid twice, and 99 of 100 wait at most twice as long as before.
 */
@EnabledIfSystemProperty(named = "test.full", matches = "true")
class RollingRestartIT {
    private static final int ROLLS = 10;
    private static final int CODES = 1 << 18;
    private static final int PEOPLE = 1 << 10;
    private static final int CONNECTIONS = 32;
    private static final double CLAIMS_A_SECOND = 200;
    private static final Duration BEFORE = Duration.ofSeconds(20);
    private static final Duration ROLLS_WITHIN = Duration.ofMinutes(20);
    /** A replica is left alone for so long before the next one goes, as a Deployment's minReadySeconds has it. */
    private static final Duration READY_FOR = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    @Test
    void noClaimFailsAndNoneIsPaidTwiceWhileReplicasRoll() throws Exception {
        try (BenchServers servers = BenchServers.start();
                PackagedService one = PackagedService.start(servers, "one", ScanFixture.TIRELESS);
                PackagedService other = PackagedService.start(servers, "other", ScanFixture.TIRELESS)) {
            InetSocketAddress proxy = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
            Process nginx = nginx(proxy.getPort(), one, other);
            try {
                roll(proxy, one, other);
            } finally {
                nginx.destroy();
                assertTrue(nginx.waitFor(30, TimeUnit.SECONDS));
            }
        }
    }

    private static void roll(InetSocketAddress proxy, PackagedService one, PackagedService other) throws Exception {
        SimulatedUsers users = SimulatedUsers.register(
                proxy,
                PEOPLE,
                ShuffledCodes.of(one.lot("ITEM_OUTER", PEOPLE, "").codec(), PEOPLE));
        PackagedService.ActiveLot lot = one.lot("ITEM_INNER", CODES, one.campaign(CODES));
        Claims claims = new Claims(users, ShuffledCodes.of(lot.codec(), CODES));
        HttpLoad load = new HttpLoad(List.of(proxy), CONNECTIONS, claims).atRate(CLAIMS_A_SECOND);
        HttpLoad.Outcome warm = load.run(BEFORE);
        HttpLoad.Outcome before = load.run(BEFORE);

        CompletableFuture<HttpLoad.Outcome> rolling = CompletableFuture.supplyAsync(() -> {
            try {
                return load.run(ROLLS_WITHIN);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        for (int round = 0; round < ROLLS; round++) {
            for (PackagedService replica : List.of(one, other)) {
                replica.close();
                replica.relaunch();
                // A machine of its own would start it: what a start takes here, it takes from nobody.
                renice(replica.process(), 10);
                replica.awaitReady();
                renice(replica.process(), 0);
                LockSupport.parkNanos(READY_FOR.toNanos());
            }
        }
        claims.end();
        HttpLoad.Outcome during = rolling.get();

        System.out.printf(
                "rolled %d times: %d claims in %.0f s, p99 %.1f ms, before %.1f ms, faults %d%n",
                ROLLS, during.answers(), during.seconds(), during.p99Ms(), before.p99Ms(), during.faults());
        assertEquals(List.of(), claims.failed(), "each claim is answered with its reward");
        assertEquals(0, warm.faults() + before.faults() + during.faults());
        assertEquals(warm.answers() + before.answers() + during.answers(), one.claimed(lot), "and none twice");
        assertEquals(List.of(), one.brokenLaws());
        assertTrue(during.p99Ms() <= 2 * before.p99Ms(), during.p99Ms() + " ms, before " + before.p99Ms());
    }

    /** Sets how much of the machine a process leaves to others, for all of its threads. */
    private static void renice(ProcessHandle process, int niceness) throws Exception {
        String threads = "renice -n " + niceness + " -p $(ls /proc/" + process.pid() + "/task)";
        new ProcessBuilder("bash", "-c", threads)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** Claims of new codes, each of which wins. */
    private static final class Claims implements HttpLoad.Caller {
        private static final byte[] REWARD = "\"reward\":{".getBytes(US_ASCII);

        private final SimulatedUsers users;
        private final ShuffledCodes codes;
        private final List<String> failed = new ArrayList<>();
        private volatile boolean ended;
        private int next;

        Claims(SimulatedUsers users, ShuffledCodes codes) {
            this.users = users;
            this.codes = codes;
        }

        void end() {
            ended = true;
        }

        List<String> failed() {
            return failed;
        }

        @Override
        public boolean ask(int connection, ByteBuffer request) {
            if (ended || next == codes.count()) {
                return false;
            }
            users.claim(request, next % users.size(), codes, next++);
            return true;
        }

        @Override
        public boolean hear(int connection, int status, HttpLoad.Bytes answer) {
            boolean paid = status == 200 && answer.indexOf(REWARD) >= 0;
            if (!paid) {
                failed.add(answer.text(answer.from(), Math.min(answer.to(), answer.from() + 500)));
            }
            return paid;
        }
    }

    /** Starts the guide's nginx before two replicas. */
    private Process nginx(int port, PackagedService one, PackagedService other) throws Exception {
        String guide = Files.readString(Path.of("../../docs/guides/behind-a-proxy.md"));
        Matcher file =
                Pattern.compile("(?s)## Several replicas.*?```nginx\n(.*?)```").matcher(guide);
        assertTrue(file.find());
        String servers = file.group(1)
                .replace("127.0.0.1:8080", "127.0.0.1:" + one.address().getPort())
                .replace("127.0.0.1:8081", "127.0.0.1:" + other.address().getPort())
                .replace("listen 80;", "listen 127.0.0.1:" + port + ";");
        StringBuilder whole = new StringBuilder(
                "daemon off;\npid nginx.pid;\nevents {}\nhttp {\naccess_log off;\n" + "keepalive_requests 1000000;\n");
        for (String temporary : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            whole.append(temporary).append("_temp_path ").append(temporary).append(";\n");
        }
        Files.writeString(folder.resolve("nginx.conf"), whole + servers + "}\n");
        Process nginx = new ProcessBuilder("nginx", "-p", folder.toString(), "-e", "nginx.log", "-c", "nginx.conf")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!listens(port)) {
            assertTrue(nginx.isAlive() && System.nanoTime() < until, Files.readString(folder.resolve("said")));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return nginx;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
