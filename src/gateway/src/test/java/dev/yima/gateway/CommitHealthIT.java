package dev.yima.gateway;

import dev.yima.embedded.LocalServers;
import dev.yima.embedded.LocalServersOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A replica is ready when a claim can commit. */
@EnabledIfSystemProperty(named = "test.full", matches = "true")
class CommitHealthIT {
    @Test
    void aReplicaWhoseCommitsWaitForAStandbyIsNotReady() throws Exception {
        Path folder = TestServers.temporaryHome();
        Path home = Files.createDirectories(folder.resolve("home"));
        try (InstalledPostgres postgres = InstalledPostgres.create(folder.resolve("pg"), "");
                LocalServers redis = LocalServers.open(new LocalServersOptions(folder.resolve("redis"), false, true))) {
            Map<String, String> settings = new HashMap<>(postgres.settings());
            settings.put("YIMA_REDIS_URL", redis.redisUrl().orElseThrow());
            settings.put("YIMA_KEK", TestServers.KEK_PREVIOUS);
            try (RunningService service = RunningService.start(home, settings)) {
                require(postgres, "nobody");
                Eventually.isTrue(() -> !service.isReady());
                require(postgres, "");
                Eventually.isTrue(service::isReady);
            }
        } finally {
            TestServers.deleteAll(folder);
        }
    }

    /** Lets commits wait for a standby of a name. */
    private static void require(InstalledPostgres postgres, String standby) throws Exception {
        postgres.ask("ALTER SYSTEM SET synchronous_standby_names = '" + standby + "'");
        postgres.ask("SELECT pg_reload_conf()");
    }
}
