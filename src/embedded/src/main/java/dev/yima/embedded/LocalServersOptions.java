package dev.yima.embedded;

import java.nio.file.Path;

/**
 * The servers to start, and the home of their data.
 *
 * @param home directory of binaries, data, passwords and logs; made if missing; used by one service at a time
 * @param postgres whether PostgreSQL is wanted
 * @param redis whether Redis is wanted
 */
public record LocalServersOptions(Path home, boolean postgres, boolean redis) {
    /** Makes the home absolute, so that a later change of directory means nothing. */
    public LocalServersOptions {
        home = home.toAbsolutePath().normalize();
    }
}
