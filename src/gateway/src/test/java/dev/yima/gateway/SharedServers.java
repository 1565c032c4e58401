package dev.yima.gateway;

import dev.yima.embedded.LocalServers;
import dev.yima.embedded.LocalServersOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * One PostgreSQL and one Redis for all tests of a JVM, however often the service is started in it: each start has a
 * database of its own in both. They are there from the first start on and end with the JVM.
 *
 * <p>Each start has a class loader of its own, too, so that this class would be there several times; {@link #lease}
 * asks the one that the system class loader has, which outlives them all.
 */
public final class SharedServers {
    private static @Nullable SharedServers open;

    private final Path home;
    private final LocalServers servers;
    private int leases;

    private SharedServers(Path home) {
        this.home = home;
        this.servers = LocalServers.open(new LocalServersOptions(home.resolve("servers"), true, true));
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "test-servers-stop"));
    }

    /**
     * What one start of the service stands on.
     *
     * @param database the URL of an empty database, for the service
     * @param owner the same for the role that owns its tables
     * @param redis the URL of an empty one in Redis
     * @param home an empty folder
     */
    record Lease(String database, String owner, String redis, Path home) {}

    /** A place that nobody has used yet. */
    static Lease lease() {
        try {
            String[] made = (String[]) ClassLoader.getSystemClassLoader()
                    .loadClass(SharedServers.class.getName())
                    .getMethod("make")
                    .invoke(null);
            return new Lease(made[3], made[0], made[1], Path.of(made[2]));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no servers for the tests", e);
        }
    }

    /** The same as texts, which mean the same to every class loader: owner, Redis, home, and database. */
    public static synchronized String[] make() throws IOException, SQLException {
        if (open == null) {
            open = new SharedServers(Files.createTempDirectory("yima-test"));
        }
        return open.next();
    }

    private String[] next() throws IOException, SQLException {
        leases++;
        URI first = URI.create(servers.databaseUrl().orElseThrow());
        String[] user = first.getUserInfo().split(":", 2);
        String server = first.getHost() + ":" + first.getPort();
        String name = "test_" + leases;
        try (Connection connection =
                        DriverManager.getConnection("jdbc:postgresql://" + server + first.getPath(), user[0], user[1]);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return new String[] {
            "postgresql://" + first.getUserInfo() + "@" + server + "/" + name,
            servers.redisUrl().orElseThrow() + "/" + leases,
            Files.createDirectory(home.resolve(name)).toString(),
            servers.serviceDatabaseUrl().orElseThrow().replaceFirst("/[^/]*$", "/" + name)
        };
    }

    private void close() {
        servers.close();
        try {
            TestServers.deleteAll(home);
        } catch (UncheckedIOException e) {
            System.err.println("left behind: " + home + ": " + e.getMessage());
        }
    }
}
