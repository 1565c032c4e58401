package dev.yima.embedded.postgres;

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
    private final String url;

    private PostgresServer(HomeProcesses processes, String url) {
        this.processes = processes;
        this.url = url;
    }

    /** Stops what an earlier service left behind in the directory, then starts; returns when it takes connections. */
    public static Server start(Path place, LoopbackPorts ports) {
        try {
            Path directory = PrivateFiles.directory(place).toRealPath();
            HomeProcesses processes = new HomeProcesses(directory);
            try {
                processes.stop(Politeness.INTERRUPT, STOP_LIMIT);
                return new PostgresServer(processes, start(directory, ports.of(directory)));
            } catch (LocalServersException e) {
                processes.stop(Politeness.INTERRUPT, STOP_LIMIT);
                throw e;
            }
        } catch (IOException e) {
            throw new LocalServersException(
                    "must be able to prepare PostgreSQL: directory=" + place + " (" + e + ")", e);
        }
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public void close() {
        processes.stop(Politeness.INTERRUPT, STOP_LIMIT);
    }

    private static String start(Path directory, int port) throws IOException {
        PostgresCluster cluster = new PostgresCluster(directory, PostgresBinaries.unpack(directory));
        String password = cluster.prepare();
        cluster.configure(port);
        launch(cluster, PrivateFiles.freshLog(directory.resolve("server.log")));
        String name = PostgresCluster.NAME;
        return "postgresql://%s:%s@%s:%d/%s".formatted(name, password, LoopbackPorts.ADDRESS, port, name);
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
