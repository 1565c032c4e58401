package dev.yima.embedded.postgres;

import dev.yima.embedded.postgres.PostgresCluster.Passwords;
import dev.yima.embedded.process.Command;
import dev.yima.embedded.process.HomeProcesses;
import dev.yima.embedded.process.HomeProcesses.Politeness;
import dev.yima.embedded.process.LocalServersException;
import dev.yima.embedded.process.LoopbackPorts;
import dev.yima.embedded.process.PrivateFiles;
import dev.yima.embedded.process.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** PostgreSQL, started through {@code pg_ctl}, which puts it into a session of its own, out of reach of Ctrl-C. */
public final class PostgresServer implements Server {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    /** The time that {@code pg_ctl} may take on top of the wait that it was told. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final HomeProcesses processes;
    private final int port;
    private final Passwords passwords;

    private PostgresServer(HomeProcesses processes, int port, Passwords passwords) {
        this.processes = processes;
        this.port = port;
        this.passwords = passwords;
    }

    /** Stops what an earlier service left behind in the directory, then starts; returns when it takes connections. */
    public static Server start(Path place, LoopbackPorts ports) {
        try {
            Path directory = PrivateFiles.directory(place).toRealPath();
            HomeProcesses processes = new HomeProcesses(directory);
            try {
                processes.stop(Politeness.INTERRUPT, STOP_LIMIT);
                int port = ports.of(directory);
                return new PostgresServer(processes, port, start(directory, port));
            } catch (LocalServersException e) {
                processes.stop(Politeness.INTERRUPT, STOP_LIMIT);
                throw e;
            }
        } catch (IOException e) {
            throw new LocalServersException(
                    "must be able to prepare PostgreSQL: directory=" + place + " (" + e + ")", e);
        }
    }

    /** The URL for the role that owns the database. */
    @Override
    public String url() {
        return url(PostgresCluster.NAME, passwords.owner());
    }

    /** The URL for the role of the service, which owns nothing. */
    public String serviceUrl() {
        return url(PostgresCluster.SERVICE, passwords.service());
    }

    private String url(String role, String password) {
        return "postgresql://%s:%s@%s:%d/%s"
                .formatted(role, password, LoopbackPorts.ADDRESS, port, PostgresCluster.NAME);
    }

    @Override
    public void close() {
        processes.stop(Politeness.INTERRUPT, STOP_LIMIT);
    }

    private static Passwords start(Path directory, int port) throws IOException {
        PostgresCluster cluster = new PostgresCluster(directory, PostgresBinaries.unpack(directory));
        Passwords passwords = cluster.prepare();
        cluster.configure(port);
        launch(cluster, PrivateFiles.freshLog(directory.resolve("server.log")));
        return passwords;
    }

    private static void launch(PostgresCluster cluster, Path log) {
        Command start = cluster.command(
                "pg_ctl",
                "--pgdata=" + cluster.data(),
                "--log=" + log,
                "--timeout=" + START_LIMIT.toSeconds(),
                "--wait",
                "start");
        try {
            start.run("", START_LIMIT.plus(MARGIN));
        } catch (LocalServersException e) {
            throw new LocalServersException("must start: PostgreSQL" + Command.tail(log), e);
        }
    }
}
