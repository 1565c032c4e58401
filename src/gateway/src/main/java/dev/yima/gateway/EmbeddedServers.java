package dev.yima.gateway;

import dev.yima.embedded.LocalServers;
import dev.yima.embedded.LocalServersOptions;
import dev.yima.embedded.process.LocalServersException;
import dev.yima.gateway.platform.config.StartException;
import java.nio.file.Path;
import java.util.Optional;

/** The one class that knows the embedded servers, so that a build which leaves them out still starts. */
final class EmbeddedServers {
    private final LocalServers cellar;

    private EmbeddedServers(LocalServers cellar) {
        this.cellar = cellar;
    }

    /**
     * Starts the servers that are wanted.
     *
     * @throws StartException when one does not start
     * @throws NoClassDefFoundError when this build has none
     */
    static EmbeddedServers start(Path home, boolean postgres, boolean redis) {
        try {
            return new EmbeddedServers(LocalServers.open(new LocalServersOptions(home, postgres, redis)));
        } catch (LocalServersException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    Optional<String> databaseUrl() {
        return cellar.databaseUrl();
    }

    Optional<String> redisUrl() {
        return cellar.redisUrl();
    }

    void stop() {
        cellar.close();
    }
}
