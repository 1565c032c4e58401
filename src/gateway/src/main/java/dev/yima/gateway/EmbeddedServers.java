package dev.yima.gateway;

import dev.yima.embedded.LocalServers;
import dev.yima.embedded.LocalServersOptions;
import dev.yima.embedded.process.LocalServersException;
import dev.yima.gateway.platform.config.StartException;
import dev.yima.gateway.platform.redis.RedisConnection.Script;
import java.nio.file.Path;
import java.util.Optional;

/** Adapter of the embedded servers; the only class that refers to them, so that a build without them still starts. */
final class EmbeddedServers {
    private final LocalServers servers;

    private EmbeddedServers(LocalServers servers) {
        this.servers = servers;
    }

    /**
     * Starts servers.
     *
     * @param home the folder of their data
     * @param postgres whether to start PostgreSQL
     * @param redis whether to start Redis
     *
     * @throws StartException when one does not start
     * @throws NoClassDefFoundError when this build has no embedded servers
     */
    static EmbeddedServers start(Path home, boolean postgres, boolean redis) {
        try {
            return new EmbeddedServers(LocalServers.open(new LocalServersOptions(
                    home,
                    postgres,
                    redis,
                    Script.all().stream().map(Script::body).toList())));
        } catch (LocalServersException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The URL of PostgreSQL for the service; empty when it was not started. */
    Optional<String> databaseUrl() {
        return servers.serviceDatabaseUrl();
    }

    /** The same for the role that owns the tables. */
    Optional<String> migrationUrl() {
        return servers.databaseUrl();
    }

    /** The URL of Redis; empty when it was not started. */
    Optional<String> redisUrl() {
        return servers.redisUrl();
    }

    /** Stops the servers. */
    void stop() {
        servers.close();
    }
}
