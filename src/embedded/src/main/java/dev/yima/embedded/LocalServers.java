package dev.yima.embedded;

import dev.yima.embedded.postgres.PostgresServer;
import dev.yima.embedded.process.LocalServersException;
import dev.yima.embedded.process.LoopbackPorts;
import dev.yima.embedded.process.Poll;
import dev.yima.embedded.process.PrivateFiles;
import dev.yima.embedded.process.Server;
import dev.yima.embedded.redis.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A running PostgreSQL and a running Redis, for a machine that has neither.
 *
 * <p>Both listen on free ports of 127.0.0.1 alone and ask for a password, which lies beside their data. The data of
 * PostgreSQL outlives everything: a clean stop, a killed JVM, killed servers. What Redis holds outlives the first two;
 * of a Redis that is killed the last hour is lost, and those who use it must not mind.
 *
 * <p><b>No shutdown hook is registered, on purpose.</b> Hooks run side by side, so one here would take the database
 * away while the service still finishes its requests. The servers live in sessions of their own, so that Ctrl-C
 * reaches the JVM only. The service closes its pools first and calls {@link #close()} last: from a hook of its own that
 * waits for the pools, since a JVM halts when its hooks end, and code after them may not come to its end. A JVM that
 * dies without closing leaves both servers running; the next {@link #open} on the same home stops them, cleanly,
 * before it starts new ones.
 */
public final class LocalServers implements AutoCloseable {
    /** Longest wait for all servers together: above the limits of their single steps. */
    private static final Duration OPEN_LIMIT = Duration.ofMinutes(5);

    /** Longest wait for servers to be stopped again after a start that was given up. */
    private static final Duration GIVE_UP_LIMIT = Duration.ofMinutes(2);

    private final HomeLock lock;
    private final Optional<PostgresServer> postgres;
    private final Optional<Server> redis;
    private boolean closed;

    private LocalServers(HomeLock lock, Optional<PostgresServer> postgres, Optional<Server> redis) {
        this.lock = lock;
        this.postgres = postgres;
        this.redis = redis;
    }

    /**
     * Starts what is wanted, side by side, and returns when all of it answers.
     *
     * @throws LocalServersException when the home is in use or not writable, or when a server does not start; whatever
     *     had
     *     been started is stopped again
     */
    public static LocalServers open(LocalServersOptions options) {
        Path home = PrivateFiles.home(options.home());
        HomeLock lock = HomeLock.take(home);
        try {
            LoopbackPorts ports = new LoopbackPorts();
            List<Supplier<Server>> wanted = new ArrayList<>();
            if (options.postgres()) {
                wanted.add(() -> PostgresServer.start(home.resolve("postgres"), ports));
            }
            if (options.redis()) {
                wanted.add(() -> RedisServer.start(home.resolve("redis"), ports, options.redisScripts()));
            }
            List<Server> servers = startAll(wanted);
            Predicate<Server> isPostgres = PostgresServer.class::isInstance;
            return new LocalServers(
                    lock,
                    servers.stream()
                            .filter(isPostgres)
                            .map(PostgresServer.class::cast)
                            .findFirst(),
                    servers.stream().filter(isPostgres.negate()).findFirst());
        } catch (Throwable e) {
            lock.close();
            throw e;
        }
    }

    /**
     * {@code postgresql://yima:password@127.0.0.1:port/yima}, of the role that owns the database; empty when PostgreSQL
     * was not wanted.
     */
    public Optional<String> databaseUrl() {
        return postgres.map(Server::url);
    }

    /** The same of the role {@code yima_service}, which owns nothing and has the rights that the owner gives it. */
    public Optional<String> serviceDatabaseUrl() {
        return postgres.map(PostgresServer::serviceUrl);
    }

    /** {@code redis://:password@127.0.0.1:port}, or empty when Redis was not wanted. */
    public Optional<String> redisUrl() {
        return redis.map(Server::url);
    }

    /**
     * Stops what was started, cleanly, and gives the home free. Closing again does nothing. A server that does not
     * stop within its limit is killed; its data is safe.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            closeAll(Stream.concat(postgres.stream(), redis.stream()).toList());
        } finally {
            lock.close();
        }
    }

    private static List<Server> startAll(List<Supplier<Server>> wanted) {
        List<Server> started = new CopyOnWriteArrayList<>();
        ExecutorService threads = Executors.newCachedThreadPool(LocalServers::thread);
        try {
            List<Callable<Server>> starts = new ArrayList<>();
            wanted.forEach(start -> starts.add(() -> {
                Server server = start.get();
                started.add(server);
                return server;
            }));
            return outcomes(threads.invokeAll(starts, OPEN_LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            LocalServersException failure =
                    new LocalServersException("must not be interrupted: start of embedded servers", e);
            giveUp(threads, started, failure);
            Thread.currentThread().interrupt();
            throw failure;
        } catch (LocalServersException e) {
            giveUp(threads, started, e);
            throw e;
        } finally {
            threads.shutdown();
        }
    }

    private static List<Server> outcomes(List<Future<Server>> futures) throws InterruptedException {
        List<Server> servers = new ArrayList<>();
        List<LocalServersException> failures = new ArrayList<>();
        for (Future<Server> future : futures) {
            try {
                servers.add(future.get());
            } catch (ExecutionException e) {
                failures.add(
                        e.getCause() instanceof LocalServersException known
                                ? known
                                : new LocalServersException("must start: embedded server: " + e.getCause(), e));
            } catch (CancellationException e) {
                failures.add(new LocalServersException(
                        "must start within " + OPEN_LIMIT.toSeconds() + " s: embedded server", e));
            }
        }
        throwFirst(failures);
        return servers;
    }

    /** Waits for starts that are still under way, then stops every server that came up. */
    private static void giveUp(ExecutorService threads, List<Server> started, LocalServersException failure) {
        threads.shutdownNow();
        Poll.until(threads::isTerminated, GIVE_UP_LIMIT);
        try {
            closeAll(started);
        } catch (LocalServersException e) {
            failure.addSuppressed(e);
        }
    }

    /** Closes each, side by side, whatever becomes of the others. */
    private static void closeAll(List<Server> servers) {
        List<LocalServersException> failures = new CopyOnWriteArrayList<>();
        servers.parallelStream().forEach(server -> {
            try {
                server.close();
            } catch (LocalServersException e) {
                failures.add(e);
            }
        });
        throwFirst(failures);
    }

    private static void throwFirst(List<LocalServersException> failures) {
        if (!failures.isEmpty()) {
            LocalServersException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    private static Thread thread(Runnable start) {
        Thread thread = new Thread(start, "local-servers-start");
        thread.setDaemon(true);
        return thread;
    }
}
