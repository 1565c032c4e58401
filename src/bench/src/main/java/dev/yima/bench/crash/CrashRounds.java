package dev.yima.bench.crash;

import dev.yima.bench.fixture.BenchServers;
import dev.yima.bench.fixture.ChannelFixture;
import dev.yima.bench.fixture.FakeClock;
import dev.yima.bench.fixture.PackagedService;
import dev.yima.bench.fixture.ScanFixture;
import dev.yima.bench.load.HttpLoad;
import dev.yima.bench.load.ShuffledCodes;
import dev.yima.bench.load.SimulatedUsers;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * Two replicas of the service on one PostgreSQL and one Redis, and one of them all killed in the middle of claims, or
 * hung for a while, round after round. Whatever was answered must be stored, now and after every later round, no code
 * may have paid twice, and with each claim the store, the guide and the dealer are paid, all of them or none.
 *
 * <p>In a failover PostgreSQL goes on without the last commits that it answered, as a standby does that followed
 * behind. What it still has must agree all the same, and whatever it has lost can be claimed again.
 */
final class CrashRounds implements AutoCloseable {
    private static final int REPLICAS = 2;
    private static final int CONNECTIONS = 64;
    private static final int PEOPLE = 1_000;
    private static final int LOT_SIZE = 1 << 17;
    private static final int FAULT_AFTER_MS_MIN = 300;
    private static final int FAULT_AFTER_MS_MAX = 1_500;
    private static final int FAULTS_SHOWN = 10;
    private static final Duration ROUND_MAX = Duration.ofMinutes(3);
    private static final Duration WARM = Duration.ofSeconds(3);
    private static final Duration AFTERWARDS = Duration.ofSeconds(1);

    /** A busy machine needs several to ask for everything again that a failover has lost. */
    private static final int LOADS_MAX = 60;

    private static final String FROM_THE_FUTURE =
            "SELECT count(*) FROM claim WHERE lot = ? AND claimed_at > now() + interval '1 minute'";

    private final PrintStream out;
    private final BenchServers servers;
    private final List<PackagedService> replicas;
    private final SimulatedUsers users;
    private final ChannelFixture channel;
    private final FaultInjector injector;
    private final List<Round> rounds = new ArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    private CrashRounds(
            PrintStream out,
            BenchServers servers,
            List<PackagedService> replicas,
            SimulatedUsers users,
            ChannelFixture channel,
            FaultInjector injector) {
        this.out = out;
        this.servers = servers;
        this.replicas = replicas;
        this.users = users;
        this.channel = channel;
        this.injector = injector;
    }

    /** The answers of a round, which must hold for ever. */
    private record Round(
            long seed, Fault fault, String campaign, PackagedService.ActiveLot lot, ConcurrentClaims claimed) {
        boolean lostCommits() {
            return fault == Fault.POSTGRES_FAILS_OVER;
        }
    }

    /**
     * Starts everything.
     *
     * @param redis the kind of Redis
     * @param faults the faults that can be injected; {@link Fault#CLOCK_JUMPS} needs libfaketime
     * @param faultFor how long a row is kept locked, a provider stalls, and a clock is wrong
     */
    static CrashRounds open(PrintStream out, BenchServers.RedisKind redis, Collection<Fault> faults, Duration faultFor)
            throws IOException {
        BenchServers servers = BenchServers.start(redis);
        List<PackagedService> replicas = new ArrayList<>();
        List<FakeClock> clocks = new ArrayList<>();
        try {
            for (int i = 0; i < REPLICAS; i++) {
                String name = "replica-" + i;
                Map<String, String> settings = new HashMap<>(ScanFixture.TIRELESS);
                if (faults.contains(Fault.CLOCK_JUMPS)) {
                    FakeClock clock = new FakeClock(servers, name);
                    clocks.add(clock);
                    settings.putAll(clock.environment());
                }
                replicas.add(PackagedService.start(servers, name, settings));
            }
            PackagedService first = replicas.get(0);
            ShuffledCodes hello =
                    ShuffledCodes.of(first.lot("ITEM_OUTER", LOT_SIZE, "").codec(), PEOPLE);
            SimulatedUsers users = SimulatedUsers.register(first.address(), PEOPLE, hello);
            return new CrashRounds(
                    out,
                    servers,
                    replicas,
                    users,
                    ChannelFixture.open(first),
                    new FaultInjector(servers, replicas, clocks, faultFor));
        } catch (IOException | RuntimeException e) {
            closeAll(replicas, servers);
            throw e;
        }
    }

    /** Takes away what makes a code pay once, so that the check can be seen to fail. */
    void allowDoubleAwards() throws SQLException {
        out.println("THE CONSTRAINT claim_once IS DROPPED: codes will pay twice, and the check must say so");
        try (Connection connection = servers.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE claim DROP CONSTRAINT claim_once");
        }
    }

    /** Loses a few of what a claim gives to others, so that the check can be seen to fail. */
    void loseLinkedClaims() throws SQLException {
        out.println("ONE LINKED CLAIM OF A THOUSAND IS LOST: the check must say so");
        try (Connection connection = servers.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        IF NEW.slot = 'GUIDE' AND NEW.serial % 1000 = 0 THEN RETURN NULL; END IF;
                        RETURN NEW;
                    END $$;
                    CREATE TRIGGER lose BEFORE INSERT ON claim FOR EACH ROW EXECUTE FUNCTION lose()""");
        }
    }

    /**
     * Claims, strikes, repairs, claims a little more, and checks.
     *
     * @param seed decides the moment, and who claims what
     * @param fault the fault
     * @return how long the claims took that were answered, in microseconds
     * @throws IllegalStateException when a law is broken; the message begins with the seed
     */
    Histogram round(long seed, Fault fault) throws IOException, SQLException, InterruptedException {
        SplittableRandom random = new SplittableRandom(seed);
        ConcurrentClaims claimed = claimed(seed, fault, random.split());
        int strikeAfterMs = random.nextInt(FAULT_AFTER_MS_MIN, FAULT_AFTER_MS_MAX);
        PackagedService replica = replicas.get(random.nextInt(REPLICAS));

        Future<HttpLoad.Outcome> load = thread.submit(() -> load(claimed, ROUND_MAX));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(strikeAfterMs));
        injector.inject(fault, replica, rounds.get(rounds.size() - 1).campaign);
        claimed.stop();
        Histogram micros = outcome(load).micros();
        int before = claimed.awards().size();
        Set<Integer> lost = Set.of();
        if (fault == Fault.POSTGRES_FAILS_OVER) {
            lost = lost();
            if (lost.isEmpty()) {
                claimed.faults().add("a failover that loses nothing shows nothing");
            }
        }
        claimed.askAgain(lost);
        int loads = 0;
        do {
            claimed.goOn();
            micros.add(load(claimed, AFTERWARDS).micros());
        } while (!claimed.awards().keySet().containsAll(lost) && ++loads < LOADS_MAX);

        out.printf(
                "seed %d: %s after %d ms; awards answered: %d, of them lost: %d, and %d when it was back%n",
                seed,
                fault,
                strikeAfterMs,
                before,
                lost.size(),
                claimed.awards().size() - before + lost.size());
        lost.stream()
                .filter(code -> !claimed.awards().containsKey(code))
                .forEach(code -> claimed.faults().add("lost, and cannot be claimed again: code " + code));
        check();
        return micros;
    }

    /** The codes of the last round whose awards were answered and are stored no more. */
    private Set<Integer> lost() throws SQLException {
        Round last = rounds.get(rounds.size() - 1);
        Map<Integer, ConcurrentClaims.Award> stored = stored(last.lot, new ArrayList<>());
        return last.claimed.awards().entrySet().stream()
                .filter(answered -> !answered.getValue().equals(stored.get(serial(answered.getKey()))))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** A round in which nobody is killed: replicas that are cold race too slowly. */
    void warm(long seed) throws IOException, SQLException {
        HttpLoad.Outcome outcome = load(claimed(seed, Fault.SERVICE_KILLED, new SplittableRandom(seed)), WARM);
        out.printf("seed %d: warm, %.0f claims/s%n", seed, outcome.perSecond());
        check();
    }

    @Override
    public void close() throws IOException {
        thread.shutdown();
        closeAll(replicas, servers);
    }

    private ConcurrentClaims claimed(long seed, Fault fault, SplittableRandom random) throws IOException, SQLException {
        String campaign = replicas.get(0).campaign(LOT_SIZE, ChannelFixture.SLOTS);
        PackagedService.ActiveLot lot;
        try (Connection connection = servers.connect()) {
            lot = channel.bottles(connection, LOT_SIZE, campaign);
        }
        ConcurrentClaims claimed =
                new ConcurrentClaims(users, ShuffledCodes.of(lot.codec(), LOT_SIZE), random, CONNECTIONS, REPLICAS);
        rounds.add(new Round(seed, fault, campaign, lot, claimed));
        return claimed;
    }

    private HttpLoad.Outcome load(ConcurrentClaims claimed, Duration length) throws IOException {
        List<InetSocketAddress> addresses =
                replicas.stream().map(PackagedService::address).toList();
        return new HttpLoad(addresses, CONNECTIONS, claimed).run(length);
    }

    private long fromTheFuture(PackagedService.ActiveLot lot) throws SQLException {
        try (Connection connection = servers.connect();
                PreparedStatement select = connection.prepareStatement(FROM_THE_FUTURE)) {
            select.setInt(1, lot.codec().lot().value());
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private static HttpLoad.Outcome outcome(Future<HttpLoad.Outcome> load) throws IOException, InterruptedException {
        try {
            return load.get();
        } catch (ExecutionException e) {
            throw new IOException("the load broke off", e);
        }
    }

    /** Checks this round and all before it. */
    private void check() throws IOException, SQLException {
        long seed = rounds.get(rounds.size() - 1).seed;
        List<String> faults = new ArrayList<>();
        for (Round round : rounds) {
            faults.addAll(round.claimed.faults());
            if (!round.lostCommits()) {
                faults.addAll(round.claimed.untold());
            }
            if (round.claimed.awards().isEmpty()) {
                faults.add("no award was answered in the round of seed " + round.seed);
            }
            compare(round, faults);
            long early = fromTheFuture(round.lot);
            if (early > 0) {
                faults.add(early + " claims have a time that is still to come, in the round of seed " + round.seed);
            }
        }
        faults.addAll(replicas.get(0).brokenLaws());
        if (!faults.isEmpty()) {
            throw new IllegalStateException("seed " + seed + ": " + faults.size() + " faults\n"
                    + String.join("\n", faults.subList(0, Math.min(faults.size(), FAULTS_SHOWN))));
        }
    }

    private void compare(Round round, List<String> faults) throws SQLException {
        Map<Integer, ConcurrentClaims.Award> stored = stored(round.lot, faults);
        round.claimed.awards().forEach((code, award) -> {
            ConcurrentClaims.Award found = stored.get(serial(code));
            if (!award.equals(found)) {
                faults.add("answered " + award + ", stored " + found + ", in the round of seed " + round.seed);
            }
        });
        for (ConcurrentClaims.Twice twice : round.claimed.twice()) {
            if (!round.lostCommits() || twice.first().equals(stored.get(serial(twice.code())))) {
                faults.add("answered twice: " + twice + ", in the round of seed " + round.seed);
            }
        }
    }

    private static int serial(int code) {
        return ShuffledCodes.serial(code, LOT_SIZE);
    }

    /** The consumers' claims of a lot; with each, those of all others must be there. */
    private Map<Integer, ConcurrentClaims.Award> stored(PackagedService.ActiveLot lot, List<String> faults)
            throws SQLException {
        Map<Integer, ConcurrentClaims.Award> stored = new HashMap<>();
        Map<Integer, Map<String, UUID>> linked = new HashMap<>();
        try (Connection connection = servers.connect();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT serial, id, member_id, slot::text FROM claim WHERE lot = ? ORDER BY slot")) {
            select.setInt(1, lot.codec().lot().value());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    int serial = rows.getInt(1);
                    UUID member = rows.getObject(3, UUID.class);
                    String slot = rows.getString(4);
                    if (slot.equals("CONSUMER")) {
                        ConcurrentClaims.Award other =
                                stored.put(serial, new ConcurrentClaims.Award(rows.getObject(2, UUID.class), member));
                        if (other != null) {
                            faults.add("stored twice: serial " + serial + " of lot " + lot.number());
                        }
                    } else if (linked.computeIfAbsent(serial, none -> new HashMap<>())
                                    .put(slot, member)
                            != null) {
                        faults.add("paid twice: " + slot + " of serial " + serial + " of lot " + lot.number());
                    }
                }
            }
        }
        stored.keySet().forEach(serial -> {
            Map<String, UUID> paid = linked.getOrDefault(serial, Map.of());
            if (!paid.equals(channel.paidFor(serial))) {
                faults.add("must be paid with it: " + channel.paidFor(serial) + " and not " + paid + ", serial "
                        + serial + " of lot " + lot.number());
            }
        });
        linked.keySet().stream()
                .filter(serial -> !stored.containsKey(serial))
                .forEach(serial -> faults.add("paid without a claim: serial " + serial + " of lot " + lot.number()));
        return stored;
    }

    private static void closeAll(List<PackagedService> replicas, BenchServers servers) throws IOException {
        for (PackagedService replica : replicas) {
            replica.close();
        }
        servers.close();
    }
}
