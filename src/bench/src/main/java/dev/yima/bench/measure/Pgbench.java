package dev.yima.bench.measure;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.bench.fixture.BenchServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ceiling of everyone who commits row by row: PostgreSQL's own benchmark, a prepared single-row insert into a copy
 * of the claim table, on the same server. Its rows are like ours: codes that jump about, a few campaigns whose
 * positions count up, 10,000 people.
 */
public final class Pgbench {
    private static final int[] CLIENTS = {8, 16, 32};
    private static final int THREADS = 2;
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
    private static final String COPY = "DROP TABLE IF EXISTS ceiling; CREATE TABLE ceiling (LIKE claim INCLUDING ALL)";
    private static final String SCRIPT = """
            \\set serial random(0, 16777215)
            \\set lot random(0, 1048575)
            \\set person random(1, 10000)
            \\set position :position + 1
            INSERT INTO ceiling (lot, serial, slot, id, brand_id, member_id, campaign_id, position, prize_line, kind, \
            amount, unit, claimed_at) VALUES (:lot, :serial, 'CONSUMER', gen_random_uuid(), \
            '00000000-0000-8000-8000-000000000000', \
            ('00000000-0000-8000-8000-' || lpad(:person::text, 12, '0'))::uuid, \
            ('00000000-0000-8000-9000-' || lpad(:client_id::text, 12, '0'))::uuid, :position, 0, 'CASH', 10, 'CNY', \
            now());
            """;

    private final BenchServers servers;
    private final Duration length;

    /**
     * Prepares it.
     *
     * @param servers the servers whose PostgreSQL is measured
     * @param length the duration for each number of clients
     */
    public Pgbench(BenchServers servers, Duration length) {
        this.servers = servers;
        this.length = length;
    }

    /** Commits a second: the best of 8, 16 and 32 clients. */
    public double best() throws IOException, SQLException {
        double best = 0;
        for (int clients : CLIENTS) {
            best = Math.max(best, measure(clients));
        }
        return best;
    }

    private double measure(int clients) throws IOException, SQLException {
        try (Connection connection = servers.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(COPY);
        }
        Path script = servers.home().resolve("ceiling.sql");
        Files.writeString(script, SCRIPT);
        String seconds = Long.toString(length.toSeconds());
        Process process = new ProcessBuilder(List.of(
                        "pgbench",
                        "-n",
                        "-M",
                        "prepared",
                        "-c",
                        Integer.toString(clients),
                        "-j",
                        Integer.toString(THREADS),
                        "-T",
                        seconds,
                        "-D",
                        "position=0",
                        "-f",
                        script.toString(),
                        servers.databaseUrl()))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        Matcher tps = TPS.matcher(said);
        if (process.onExit().join().exitValue() != 0 || !tps.find()) {
            throw new IllegalStateException("pgbench (Debian: postgresql-contrib) did not run:\n" + said);
        }
        return Double.parseDouble(tps.group(1));
    }
}
