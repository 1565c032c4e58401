package dev.yima.gateway;

import dev.yima.embedded.LocalServers;
import dev.yima.embedded.LocalServersOptions;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL and a real Redis for the tests, in a home of their own that is gone afterwards. */
public class TestServers implements QuarkusTestResourceLifecycleManager {
    private @Nullable Path home;
    private @Nullable LocalServers cellar;

    @Override
    public Map<String, String> start() {
        Path folder = temporaryHome();
        LocalServers opened = LocalServers.open(new LocalServersOptions(folder, true, true));
        home = folder;
        cellar = opened;
        Map<String, String> properties = new LinkedHashMap<>(ServerSelection.properties(
                opened.databaseUrl().orElseThrow(), opened.redisUrl().orElseThrow()));
        properties.put("yima.home", folder.toString());
        // Tests stand behind a proxy of their own, so that they can come from anywhere.
        properties.put("quarkus.http.proxy.proxy-address-forwarding", "true");
        properties.put("yima.reclaim.every", "PT0.5S");
        properties.put("yima.diversion.every", "PT0.2S");
        properties.put("yima.diversion.after", "PT0.5S");
        return properties;
    }

    @Override
    public void stop() {
        if (cellar != null) {
            cellar.close();
        }
        if (home != null) {
            deleteAll(home);
        }
    }

    /** A fresh folder. */
    static Path temporaryHome() {
        try {
            return Files.createTempDirectory("yima-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a folder and everything in it. */
    static void deleteAll(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
