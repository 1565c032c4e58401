package dev.yima.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A real PostgreSQL and a real Redis for the tests, and settings for tests that do not want to wait. */
public class TestServers implements QuarkusTestResourceLifecycleManager {
    /** The scans of one code that have a row each, where a test does not say otherwise. */
    static final int SCANS_PER_CODE = 200;

    /** A key-encryption key before the current one, which still opens what it sealed; 32 bytes in base64. */
    public static final String KEK_PREVIOUS = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";

    @Override
    public Map<String, String> start() {
        SharedServers.Lease lease = SharedServers.lease();
        Map<String, String> properties = new LinkedHashMap<>(
                ServerSelection.properties(lease.database(), Optional.of(lease.owner()), lease.redis()));
        properties.put("test.owner-url", lease.owner());
        properties.put("yima.home", lease.home().toString());
        // Tests stand behind a proxy of their own, so that they can come from anywhere.
        properties.put("yima.trusted-proxies", "127.0.0.1,::1");
        properties.put("yima.retention.scans-per-code", Integer.toString(SCANS_PER_CODE));
        properties.put("yima.kek-previous", KEK_PREVIOUS);
        properties.put("yima.reclaim.every", "PT0.5S");
        properties.put("yima.ledger-check.every", "PT0.2S");
        properties.put("yima.diversion.every", "PT0.2S");
        properties.put("yima.diversion.after", "PT0.5S");
        properties.put("yima.name-server", "127.0.0.1:" + freeDatagramPort());
        properties.put("yima.money.campaign-max", "3000000000");
        properties.put("yima.money.published-per-day", "4000000000");
        properties.put("yima.money.paid-out-per-day", "2000000000");
        // Tests of several modules share the cores.
        properties.put("yima.limits.read-within", "PT4S");
        // A test calls as fast as it can.
        properties.put("yima.limits.staff-calls-per-second", "400");
        properties.put("yima.limits.brand-calls-per-second", "1000");
        return properties;
    }

    /** They go on for the next start of the service. */
    @Override
    public void stop() {}

    /** A port on which a test may answer as the name server. */
    private static int freeDatagramPort() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
