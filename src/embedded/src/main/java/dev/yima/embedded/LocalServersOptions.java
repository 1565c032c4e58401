package dev.yima.embedded;

import java.nio.file.Path;
import java.util.List;

/**
 * The servers to start, and the home of their data.
 *
 * @param home directory of binaries, data, passwords and logs; made if missing; used by one service at a time
 * @param postgres whether PostgreSQL is wanted
 * @param redis whether Redis is wanted
 * @param redisScripts the texts of the only scripts that Redis runs; empty for any
 */
public record LocalServersOptions(Path home, boolean postgres, boolean redis, List<String> redisScripts) {
    /** Makes the home absolute, so that a later change of directory means nothing. */
    public LocalServersOptions {
        home = home.toAbsolutePath().normalize();
        redisScripts = List.copyOf(redisScripts);
    }

    /** Servers of which Redis runs any script. */
    public LocalServersOptions(Path home, boolean postgres, boolean redis) {
        this(home, postgres, redis, List.of());
    }
}
