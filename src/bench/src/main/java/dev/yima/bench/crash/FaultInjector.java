package dev.yima.bench.crash;

import dev.yima.bench.fixture.BenchServers;
import dev.yima.bench.fixture.FakeClock;
import dev.yima.bench.fixture.PackagedService;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Injects faults into two replicas and their servers, and waits until all is ready again. */
final class FaultInjector {
    /** Longer than a batch may take: claims are refused, and their commits still come when PostgreSQL goes on. */
    private static final Duration POSTGRES_HANGS_FOR = Duration.ofSeconds(12);

    private static final String LOCK_POOL = "SELECT 1 FROM pool_counter WHERE campaign_id = ?::uuid FOR UPDATE";
    private static final String LOCK_PROVIDER = "LOCK TABLE sandbox_order IN ACCESS EXCLUSIVE MODE";
    private static final String PAID = "SELECT count(*) FROM payout WHERE state = 'PAID'";
    private static final Duration PAYS_AGAIN_WITHIN = Duration.ofMinutes(2);
    private static final Duration CLOCK_AHEAD = Duration.ofDays(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration STANDBY_BEHIND = Duration.ofSeconds(1);
    private static final Duration REDIS_HANGS_FOR = Duration.ofSeconds(3);

    private final BenchServers servers;
    private final List<PackagedService> replicas;
    private final List<FakeClock> clocks;
    private final Duration faultFor;

    /**
     * Makes one.
     *
     * @param clocks the clocks of the replicas; empty where none can jump
     * @param faultFor how long a row is kept locked, a provider stalls, and a clock is wrong
     */
    FaultInjector(BenchServers servers, List<PackagedService> replicas, List<FakeClock> clocks, Duration faultFor) {
        this.servers = servers;
        this.replicas = replicas;
        this.clocks = clocks;
        this.faultFor = faultFor;
    }

    /**
     * Injects a fault.
     *
     * @param replica the replica that it happens to, where it happens to one
     * @param campaign the campaign whose row is locked, where one is
     */
    void inject(Fault fault, PackagedService replica, String campaign) throws IOException, SQLException {
        switch (fault) {
            case SERVICE_KILLED -> {
                replica.kill();
                replica.restart();
            }
            case POSTGRES_KILLED -> {
                servers.killPostgres();
                servers.restartPostgres();
            }
            case REDIS_KILLED -> {
                servers.killRedis();
                servers.restartRedis();
            }
            case POSTGRES_HANGS -> servers.hangPostgres(POSTGRES_HANGS_FOR);
            case POSTGRES_FAILS_OVER -> {
                servers.relaxPostgres();
                LockSupport.parkNanos(STANDBY_BEHIND.toNanos());
                servers.killPostgres();
                servers.restartPostgres();
            }
            case REDIS_HANGS -> servers.hangRedis(REDIS_HANGS_FOR);
            case ROW_LOCKED -> hold(LOCK_POOL, campaign);
            case PROVIDER_STALLS -> {
                hold(LOCK_PROVIDER);
                awaitPayments();
            }
            case CLOCK_JUMPS -> {
                FakeClock clock = clocks.get(replicas.indexOf(replica));
                clock.setAhead(CLOCK_AHEAD);
                LockSupport.parkNanos(faultFor.toNanos());
                clock.setAhead(Duration.ZERO);
            }
            case REDIS_MASTER_KILLED -> servers.killAndRestartRedisMaster();
        }
        for (PackagedService each : replicas) {
            each.awaitReady();
        }
    }

    /** Holds a lock for a while. */
    private void hold(String statement, String... parameters) throws SQLException {
        try (Connection connection = servers.connect();
                PreparedStatement lock = connection.prepareStatement(statement)) {
            connection.setAutoCommit(false);
            for (int i = 0; i < parameters.length; i++) {
                lock.setString(i + 1, parameters[i]);
            }
            lock.execute();
            LockSupport.parkNanos(faultFor.toNanos());
            connection.rollback();
        }
    }

    private void awaitPayments() throws SQLException {
        long before = paid();
        long until = System.nanoTime() + PAYS_AGAIN_WITHIN.toNanos();
        while (paid() == before) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("nobody is paid after a provider that stalled");
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private long paid() throws SQLException {
        try (Connection connection = servers.connect();
                PreparedStatement select = connection.prepareStatement(PAID);
                ResultSet rows = select.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
