package dev.yima.gateway;

import dev.yima.gateway.platform.config.Setup;
import dev.yima.gateway.platform.config.StartException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Selection of PostgreSQL and Redis: those of the settings, or embedded ones, configured for Quarkus. */
public final class ServerSelection {
    private static final String DATABASE = "YIMA_DATABASE_URL";
    private static final String MIGRATION = "YIMA_MIGRATION_URL";
    private static final String REDIS = "YIMA_REDIS_URL";
    private static final String EMBEDDED = "YIMA_EMBEDDED";
    private static final String HOME = "YIMA_HOME";
    private static final String SETUP = "YIMA_SETUP";
    private static final String PUBLIC_URL = "YIMA_PUBLIC_URL";
    /** The pools of connections, as their settings are named: that without a name, and those of DatabasePools. */
    private static final List<String> POOLS = List.of("", ".claims", ".stuck-claims", ".reads", ".workers", ".reports");

    private ServerSelection() {}

    /**
     * Starts the servers that no URL names, and sets the properties that Quarkus reads.
     *
     * @return an action that stops the servers that were started
     * @throws StartException when a URL is missing and the embedded server is forbidden, or cannot start
     */
    static Runnable start() {
        // Read before any server is started: nobody would stop it if one of these were refused.
        Optional<DatabaseUrl> database = setting(DATABASE).map(url -> DatabaseUrl.read(url, DATABASE));
        Optional<DatabaseUrl> migration = setting(MIGRATION).map(url -> DatabaseUrl.read(url, MIGRATION));
        Optional<String> redis = setting(REDIS);
        Runnable stop = () -> {};
        if (database.isEmpty() || redis.isEmpty()) {
            refuseWhereForbidden(database.isEmpty() ? DATABASE : REDIS, redis.isEmpty());
            Path home = Path.of(setting(HOME).orElse(System.getProperty("user.home") + "/.yima"));
            System.err.printf(
                    "yima starts %s of its own in %s; the first time takes up to a minute%n",
                    database.isPresent() ? "a Redis" : redis.isPresent() ? "a PostgreSQL" : "a PostgreSQL and a Redis",
                    home);
            EmbeddedServers embedded = embedded(home, database.isEmpty(), redis.isEmpty());
            if (database.isEmpty()) {
                database = embedded.databaseUrl().map(url -> DatabaseUrl.read(url, DATABASE));
                migration = embedded.migrationUrl().map(url -> DatabaseUrl.read(url, MIGRATION));
            }
            redis = redis.or(embedded::redisUrl);
            stop = embedded::stop;
        }
        properties(database.orElseThrow(), migration, redis.orElseThrow()).forEach(System::setProperty);
        return stop;
    }

    /**
     * The work of this start beside serving.
     *
     * @throws StartException when the setting is none that there is
     */
    static Setup setup() {
        return setting(SETUP).map(Setup::of).orElse(Setup.ALL);
    }

    private static void refuseWhereForbidden(String missing, boolean redis) {
        String choice = setting(EMBEDDED).orElse("auto").toLowerCase(Locale.ROOT);
        boolean isPublic = setting(PUBLIC_URL).filter(ServerSelection::isHttps).isPresent();
        switch (choice) {
            case "on" -> {}
            case "off" -> throw new StartException(missing + " must be set when " + EMBEDDED + " is off");
            case "auto" -> {
                if (redis && isPublic) {
                    throw new StartException(REDIS + " must be set when " + PUBLIC_URL
                            + " is https: the embedded Redis gets no more fixes. " + EMBEDDED + "=on takes it anyway");
                }
            }
            default -> throw new StartException(EMBEDDED + " must be auto, on or off: " + choice);
        }
    }

    private static boolean isHttps(String url) {
        return url.regionMatches(true, 0, "https:", 0, "https:".length());
    }

    /**
     * The properties by which Quarkus finds the two servers.
     *
     * @param migration the URL of the role that owns the tables; without it the service's role does
     * @throws StartException when a URL of the database is malformed
     */
    public static Map<String, String> properties(String database, Optional<String> migration, String redis) {
        return properties(
                DatabaseUrl.read(database, DATABASE), migration.map(url -> DatabaseUrl.read(url, MIGRATION)), redis);
    }

    private static Map<String, String> properties(DatabaseUrl service, Optional<DatabaseUrl> migration, String redis) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("yima.redis-url", redis);
        properties.put("quarkus.datasource.jdbc.url", service.jdbc());
        for (String pool : POOLS) {
            properties.putAll(service.pool("quarkus.datasource" + pool));
        }
        migration.ifPresent(owner -> {
            properties.put("quarkus.flyway.jdbc-url", owner.jdbc());
            properties.put("quarkus.flyway.username", owner.user());
            properties.put("quarkus.flyway.password", owner.password());
            properties.put(
                    "quarkus.flyway.init-sql",
                    "SELECT set_config('yima.service_role', '" + service.user().replace("'", "''") + "', false)");
        });
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
