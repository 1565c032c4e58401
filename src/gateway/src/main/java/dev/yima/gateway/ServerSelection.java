package dev.yima.gateway;

import dev.yima.gateway.platform.config.StartException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Selection of PostgreSQL and Redis: those of the settings, or embedded ones, configured for Quarkus. */
public final class ServerSelection {
    private static final String DATABASE = "YIMA_DATABASE_URL";
    private static final String REDIS = "YIMA_REDIS_URL";
    private static final String EMBEDDED = "YIMA_EMBEDDED";
    private static final String HOME = "YIMA_HOME";
    /** The pools of connections, as their settings are named: that without a name, and those of DatabasePools. */
    private static final List<String> POOLS = List.of("", ".claims", ".stuck-claims", ".reads", ".workers", ".reports");

    private ServerSelection() {}

    /**
     * Starts the servers that no URL names, and sets the properties that Quarkus reads.
     *
     * @return an action that stops the servers that were started
     * @throws StartException when a URL is missing and the embedded servers are forbidden, or cannot start
     */
    static Runnable start() {
        Optional<String> database = setting(DATABASE);
        Optional<String> redis = setting(REDIS);
        Runnable stop = () -> {};
        if (database.isEmpty() || redis.isEmpty()) {
            if (setting(EMBEDDED).filter("off"::equalsIgnoreCase).isPresent()) {
                throw new StartException(
                        (database.isEmpty() ? DATABASE : REDIS) + " must be set when " + EMBEDDED + " is off");
            }
            Path home = Path.of(setting(HOME).orElse(System.getProperty("user.home") + "/.yima"));
            EmbeddedServers embedded = embedded(home, database.isEmpty(), redis.isEmpty());
            database = database.or(embedded::databaseUrl);
            redis = redis.or(embedded::redisUrl);
            stop = embedded::stop;
        }
        properties(database.orElseThrow(), redis.orElseThrow()).forEach(System::setProperty);
        return stop;
    }

    /**
     * The properties by which Quarkus finds the two servers.
     *
     * @throws StartException when the database URL is malformed
     */
    public static Map<String, String> properties(String database, String redis) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("yima.redis-url", redis);
        try {
            URI uri = new URI(database);
            String[] user = Optional.ofNullable(uri.getUserInfo()).orElse("").split(":", 2);
            if (uri.getHost() == null
                    || user.length != 2
                    || uri.getPath() == null
                    || uri.getPath().length() < 2) {
                throw new StartException("must be postgresql://user:password@host:port/db: " + DATABASE);
            }
            String server = uri.getHost() + ":" + (uri.getPort() < 0 ? 5432 : uri.getPort()) + uri.getPath()
                    + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
            properties.put("quarkus.datasource.jdbc.url", "jdbc:postgresql://" + server);
            for (String pool : POOLS) {
                properties.put("quarkus.datasource" + pool + ".reactive.url", "postgresql://" + server);
                properties.put("quarkus.datasource" + pool + ".username", user[0]);
                properties.put("quarkus.datasource" + pool + ".password", user[1]);
            }
        } catch (URISyntaxException e) {
            throw new StartException("must be postgresql://user:password@host:port/db: " + DATABASE, e);
        }
        return properties;
    }

    private static EmbeddedServers embedded(Path home, boolean postgres, boolean redis) {
        try {
            return EmbeddedServers.start(home, postgres, redis);
        } catch (NoClassDefFoundError leftOut) {
            throw new StartException(
                    "this build has no embedded servers: " + DATABASE + " and " + REDIS + " must be set", leftOut);
        }
    }

    private static Optional<String> setting(String name) {
        String property = System.getProperty(
                name.toLowerCase(Locale.ROOT).replace("yima_", "yima.").replace('_', '-'));
        return Optional.ofNullable(property)
                .or(() -> Optional.ofNullable(System.getenv(name)))
                .filter(s -> !s.isBlank());
    }
}
