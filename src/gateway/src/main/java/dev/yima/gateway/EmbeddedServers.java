package dev.yima.gateway;

import dev.yima.embedded.Cellar;
import dev.yima.embedded.CellarException;
import dev.yima.embedded.CellarOptions;
import dev.yima.gateway.platform.StartException;
import java.nio.file.Path;
import java.util.Optional;

/** The one class that knows the embedded servers, so that a build which leaves them out still starts. */
final class EmbeddedServers {
    private final Cellar cellar;

    private EmbeddedServers(Cellar cellar) {
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
            return new EmbeddedServers(Cellar.open(new CellarOptions(home, postgres, redis)));
        } catch (CellarException e) {
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
