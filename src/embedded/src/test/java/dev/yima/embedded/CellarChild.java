package dev.yima.embedded;

import java.nio.file.Path;

/** A service in a JVM of its own: opens a cellar, writes to it, and closes it when its input ends in a line. */
final class CellarChild {
    static final String READY = "READY";

    private CellarChild() {}

    public static void main(String[] arguments) throws Exception {
        try (Cellar cellar = Cellar.open(new CellarOptions(Path.of(arguments[0]), true, true))) {
            String database = cellar.databaseUrl().orElseThrow();
            Talk.sql(database, "CREATE TABLE IF NOT EXISTS kept (word text)");
            Talk.sql(database, "INSERT INTO kept VALUES ('row')");
            Talk.redis(cellar.redisUrl().orElseThrow(), "SET kept key");
            System.out.println(READY);
            int typed = System.in.read();
            if (typed < 0) {
                throw new IllegalStateException("must be told to close");
            }
        } catch (CellarException e) {
            System.out.println(e.getMessage());
        }
    }
}
