package dev.yima.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A PostgreSQL of Debian's package {@code postgresql-15}, with the programs that operators have beside it. */
final class InstalledPostgres implements AutoCloseable {
    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");

    private final Path folder;
    private final int port;

    private InstalledPostgres(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Makes and starts a cluster with further settings, and in it what the guide says: roles and a database. */
    static InstalledPostgres create(Path folder, String settings) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        InstalledPostgres server = new InstalledPostgres(folder, RunningService.freePorts()[0]);
        server.run("initdb --auth=trust --username=postgres --encoding=UTF8 --no-sync > /dev/null");
        String own = "\nport = " + server.port + "\nunix_socket_directories = '" + folder + "'\n";
        Files.writeString(
                server.data().resolve("postgresql.conf"),
                Files.readString(server.data().resolve("postgresql.conf")) + own + settings);
        server.startUp();
        Path roles = folder.resolve("roles.sql");
        Files.writeString(roles, Guide.of("own-postgresql-and-redis").block("## PostgreSQL", "sql"));
        server.run("psql --quiet --set=ON_ERROR_STOP=1 --file='" + roles + "' postgres");
        return server;
    }

    Path data() {
        return folder.resolve("data");
    }

    /** How the service is told of it. */
    Map<String, String> settings() {
        String server = "@127.0.0.1:" + port + "/yima";
        return Map.of(
                "YIMA_DATABASE_URL", "postgresql://yima_service:change-me-too" + server,
                "YIMA_MIGRATION_URL", "postgresql://yima:change-me" + server);
    }

    void startUp() throws IOException, InterruptedException {
        run("pg_ctl start --wait --log='" + folder.resolve("start.log") + "' > /dev/null");
    }

    /** The only value that a query answers, as the superuser sees it. */
    String ask(String query) throws IOException, InterruptedException {
        return run("psql --no-align --tuples-only --quiet --command=\"" + query + "\" yima");
    }

    /** Runs commands in a shell as the operating system's user of the server, and answers what they write. */
    String run(String script) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            // PostgreSQL does not run as root; in a user namespace of its own, root is nobody.
            words.addAll(List.of("unshare", "--user"));
        }
        words.addAll(List.of("bash", "-euo", "pipefail", "-c", script));
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("PATH", PROGRAMS + ":" + environment.get("PATH"));
        environment.put("PGDATA", data().toString());
        environment.put("PGHOST", folder.toString());
        environment.put("PGPORT", Integer.toString(port));
        environment.put("PGUSER", "postgres");
        int code = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        String said = Files.readString(output).strip();
        if (code != 0) {
            throw new AssertionError(script + "\nended with " + code + ": " + said);
        }
        return said;
    }

    /** Stops it at once, as if its machine died. */
    void die() throws IOException, InterruptedException {
        run("pg_ctl stop --mode=immediate --wait > /dev/null");
    }

    @Override
    public void close() throws IOException {
        try {
            run("pg_ctl status > /dev/null && pg_ctl stop --mode=immediate --wait > /dev/null || true");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
