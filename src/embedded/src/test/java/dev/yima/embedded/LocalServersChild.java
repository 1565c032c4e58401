package dev.yima.embedded;

import dev.yima.embedded.process.LocalServersException;
import java.nio.file.Path;

/** A service in a JVM of its own: opens local servers, writes to it, and closes it when its input ends in a line. */
final class LocalServersChild {
    static final String READY = "READY";

    private LocalServersChild() {}

    public static void main(String[] arguments) throws Exception {
        try (LocalServers servers = LocalServers.open(new LocalServersOptions(Path.of(arguments[0]), true, true))) {
            String database = servers.databaseUrl().orElseThrow();
            ServerClient.sql(database, "CREATE TABLE IF NOT EXISTS kept (word text)");
            ServerClient.sql(database, "INSERT INTO kept VALUES ('row')");
            ServerClient.redis(servers.redisUrl().orElseThrow(), "SET kept key");
            System.out.println(READY);
            int typed = System.in.read();
            if (typed < 0) {
                throw new IllegalStateException("must be told to close");
            }
        } catch (LocalServersException e) {
            System.out.println(e.getMessage());
        }
    }
}
