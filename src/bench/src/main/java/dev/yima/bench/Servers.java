package dev.yima.bench;

import dev.yima.embedded.Cellar;
import dev.yima.embedded.CellarOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A PostgreSQL and a Redis of the benchmark's own, each of which can be killed and started again. */
final class Servers implements AutoCloseable {
    private static final String POSTGRES_PID = "pg/postgres/data/postmaster.pid";
    private static final String REDIS_PID = "redis/redis/redis.pid";

    private final Path home;
    private Cellar postgres;
    private Cellar redis;
    private final Thread stop;

    private Servers(Path home, Cellar postgres, Cellar redis) {
        this.home = home;
        this.postgres = postgres;
        this.redis = redis;
        // They live in sessions of their own and would outlive a benchmark that is broken off.
        this.stop = new Thread(this::stop);
        Runtime.getRuntime().addShutdownHook(stop);
    }

    /** Starts both, on fresh data. */
    static Servers start() throws IOException {
        Path home = Files.createTempDirectory("yima-bench");
        return new Servers(home, openPostgres(home), openRedis(home));
    }

    /** The folder of everything; a service may keep its own home in it. */
    Path home() {
        return home;
    }

    /** What tells a service where the servers are. */
    Map<String, String> environment() {
        return Map.of(
                "YIMA_DATABASE_URL",
                databaseUrl(),
                "YIMA_REDIS_URL",
                redis.redisUrl().orElseThrow());
    }

    /** {@code postgresql://user:password@host:port/db}. */
    String databaseUrl() {
        return postgres.databaseUrl().orElseThrow();
    }

    /** A connection of the benchmark's own. */
    Connection connect() throws SQLException {
        String url = databaseUrl();
        int at = url.indexOf('@');
        String[] user = url.substring("postgresql://".length(), at).split(":", 2);
        return DriverManager.getConnection("jdbc:postgresql://" + url.substring(at + 1), user[0], user[1]);
    }

    /**
     * Brings PostgreSQL into the state of one that has run for a while: it knows its tables, and has log segments to
     * write over. A young server makes a new one every 16 MB, and each commit waits until it is on disk.
     */
    void settle() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE filler AS SELECT repeat('x', 1900) AS x FROM generate_series(1, 500000)");
            statement.execute("DROP TABLE filler");
            statement.execute("ANALYZE");
            statement.execute("CHECKPOINT");
        }
    }

    /** Kills PostgreSQL as {@code kill -9} does; its workers follow. */
    void killPostgres() throws IOException {
        kill(home.resolve(POSTGRES_PID));
    }

    /** Kills Redis as {@code kill -9} does. */
    void killRedis() throws IOException {
        kill(home.resolve(REDIS_PID));
    }

    /** Lets PostgreSQL hang for a while and then go on: connections stay, and nobody answers. */
    void hangPostgres(Duration length) throws IOException {
        hang(home.resolve(POSTGRES_PID), length);
    }

    /** Lets Redis hang for a while and then go on. */
    void hangRedis(Duration length) throws IOException {
        hang(home.resolve(REDIS_PID), length);
    }

    /** Starts PostgreSQL again, where it was. */
    void restartPostgres() {
        String before = databaseUrl();
        postgres.close();
        postgres = openPostgres(home);
        mustBeWhereItWas(before, databaseUrl());
    }

    /** Starts Redis again, where it was. */
    void restartRedis() {
        Optional<String> before = redis.redisUrl();
        redis.close();
        redis = openRedis(home);
        mustBeWhereItWas(before.orElseThrow(), redis.redisUrl().orElseThrow());
    }

    /** PostgreSQL's first process. */
    ProcessHandle postgres() throws IOException {
        return process(home.resolve(POSTGRES_PID));
    }

    /** Redis' process. */
    ProcessHandle redis() throws IOException {
        return process(home.resolve(REDIS_PID));
    }

    @Override
    public void close() throws IOException {
        Runtime.getRuntime().removeShutdownHook(stop);
        stop();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void stop() {
        postgres.close();
        redis.close();
    }

    private static void mustBeWhereItWas(String before, String now) {
        if (!before.equals(now)) {
            throw new IllegalStateException("must start where it was: somebody took its port");
        }
    }

    private static Cellar openPostgres(Path home) {
        return Cellar.open(new CellarOptions(home.resolve("pg"), true, false));
    }

    private static Cellar openRedis(Path home) {
        return Cellar.open(new CellarOptions(home.resolve("redis"), false, true));
    }

    private static void kill(Path pidFile) throws IOException {
        ProcessHandle process = process(pidFile);
        process.destroyForcibly();
        process.onExit().join();
    }

    private static void hang(Path pidFile, Duration length) throws IOException {
        ProcessHandle process = process(pidFile);
        List<String> all = Stream.concat(Stream.of(process), process.descendants())
                .map(each -> Long.toString(each.pid()))
                .toList();
        signal("-STOP", all);
        try {
            LockSupport.parkNanos(length.toNanos());
        } finally {
            signal("-CONT", all);
        }
    }

    /** Some may be gone already, which is as good as stopped. */
    private static void signal(String signal, List<String> pids) throws IOException {
        new ProcessBuilder(
                        Stream.concat(Stream.of("kill", signal), pids.stream()).toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .onExit()
                .join();
    }

    private static ProcessHandle process(Path pidFile) throws IOException {
        try (Stream<String> lines = Files.lines(pidFile)) {
            long pid = Long.parseLong(lines.findFirst().orElseThrow().strip());
            return ProcessHandle.of(pid).orElseThrow();
        }
    }
}
