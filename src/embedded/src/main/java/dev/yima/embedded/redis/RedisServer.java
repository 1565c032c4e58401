package dev.yima.embedded.redis;

import dev.yima.embedded.process.Command;
import dev.yima.embedded.process.HomeProcesses;
import dev.yima.embedded.process.HomeProcesses.Politeness;
import dev.yima.embedded.process.LocalServersException;
import dev.yima.embedded.process.LoopbackPorts;
import dev.yima.embedded.process.Platform;
import dev.yima.embedded.process.Poll;
import dev.yima.embedded.process.PrivateFiles;
import dev.yima.embedded.process.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Redis, which puts itself into the background, into a session of its own, out of reach of Ctrl-C. */
public final class RedisServer implements Server {
    private static final Duration LAUNCH_LIMIT = Duration.ofSeconds(20);

    /** Reading the log of an earlier run takes its time: about a second for each 100 MB. */
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    /**
     * Its data is on disk when it stops, and once an hour: what it holds can be lost without harm, and a log of every
     * write would keep the disk busy while people wait for PostgreSQL's commits. When its memory is full, it forgets
     * what nobody asked for lately.
     */
    private static final String SETTINGS = """
            # Written at each start; changes are lost.
            bind %s
            port %d
            protected-mode yes
            requirepass %s
            dir %s
            pidfile %s
            logfile %s
            loglevel warning
            daemonize %s
            save 3600 1
            appendonly no
            maxmemory 256mb
            maxmemory-policy allkeys-lru
            """;

    private final HomeProcesses processes;
    private final RedisClient client;

    private RedisServer(HomeProcesses processes, RedisClient client) {
        this.processes = processes;
        this.client = client;
    }

    /**
     * Stops what an earlier service left behind in the directory, then starts; returns when it takes commands.
     *
     * @param scripts the texts of the only scripts that it runs, whoever has its password, who cannot manage it either;
     *     empty for a Redis without limits. On Windows it has none: it is too old to have rights
     */
    public static Server start(Path place, LoopbackPorts ports, List<String> scripts) {
        RedisServer server = start(place, ports, "");
        if (!scripts.isEmpty() && !Platform.isWindows()) {
            server.limitTo(scripts);
        }
        return server;
    }

    /** The same without limits, with further lines of its configuration. */
    public static RedisServer start(Path place, LoopbackPorts ports, String settings) {
        try {
            Path directory = PrivateFiles.directory(place).toRealPath();
            HomeProcesses processes = new HomeProcesses(directory);
            try {
                processes.stop(Politeness.TERMINATE, STOP_LIMIT);
                return new RedisServer(processes, start(directory, processes, ports.of(directory), settings));
            } catch (LocalServersException e) {
                processes.stop(Politeness.TERMINATE, STOP_LIMIT);
                throw e;
            }
        } catch (IOException e) {
            throw new LocalServersException("must be able to prepare Redis: directory=" + place + " (" + e + ")", e);
        }
    }

    @Override
    public String url() {
        return "redis://:%s@%s:%d".formatted(client.password(), LoopbackPorts.ADDRESS, client.port());
    }

    @Override
    public void close() {
        processes.stop(Politeness.TERMINATE, STOP_LIMIT);
    }

    private void limitTo(List<String> scripts) {
        try {
            scripts.forEach(script -> client.ask("SCRIPT", "LOAD", script));
            client.ask("ACL", "SETUSER", "default", "-@dangerous", "-@scripting", "+evalsha");
        } catch (LocalServersException e) {
            close();
            throw e;
        }
    }

    private static RedisClient start(Path directory, HomeProcesses processes, int port, String more)
            throws IOException {
        Path program = RedisBinary.unpack(directory);
        String password = password(directory);
        Path log = PrivateFiles.freshLog(directory.resolve("server.log"));
        launch(directory, program, settings(directory, log, password, port, more));
        awaitAnswer(processes, port, password, log);
        return new RedisClient(port, password);
    }

    private static String password(Path directory) throws IOException {
        Path file = directory.resolve("password");
        Optional<String> kept = PrivateFiles.read(file);
        if (kept.isPresent()) {
            return kept.get();
        }
        String password = PrivateFiles.newSecret();
        PrivateFiles.write(file, password);
        return password;
    }

    private static Path settings(Path directory, Path log, String password, int port, String more) throws IOException {
        Path file = directory.resolve("redis.conf");
        String settings = SETTINGS.formatted(
                LoopbackPorts.ADDRESS,
                port,
                password,
                quoted(PrivateFiles.directory(directory.resolve("data"))),
                quoted(directory.resolve("redis.pid")),
                quoted(log),
                Platform.isWindows() ? "no" : "yes");
        PrivateFiles.write(file, settings + more);
        return file;
    }

    private static void launch(Path directory, Path program, Path settings) throws IOException {
        List<String> words = List.of(program.toString(), settings.toString());
        if (Platform.isWindows()) {
            new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } else {
            new Command("redis-server", words, directory).run("", LAUNCH_LIMIT);
        }
    }

    private static void awaitAnswer(HomeProcesses processes, int port, String password, Path log) {
        RedisProbe probe = new RedisProbe(port, password);
        boolean done = Poll.until(() -> probe.answers() || processes.running().isEmpty(), START_LIMIT);
        if (!done || !probe.answers()) {
            throw new LocalServersException("must start: Redis" + Command.tail(log));
        }
    }

    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
