package dev.yima.gateway.partner.people;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.gateway.platform.crypto.DeploymentSecret;
import dev.yima.gateway.platform.crypto.HmacKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;

/**
 * Pseudonyms of the network and of the device of a request, which link requests of one network or of one device and
 * reveal nothing else.
 *
 * @param network the network
 * @param device the network together with the User-Agent; two phones of one model in one network share it
 */
public record NetworkPseudonym(UUID network, UUID device) {
    /** The time for which an employee's pseudonyms are kept. */
    public static final Duration KEPT = Duration.ofDays(1);

    /** Computes pseudonyms. */
    @ApplicationScoped
    public static class Tracer {
        private final HmacKey key;

        Tracer(DeploymentSecret secret) {
            this.key = secret.key("yima/trace/1");
        }

        /**
         * The pseudonyms of a request.
         *
         * @param network the prefix of its network
         * @param browser the header User-Agent
         */
        public NetworkPseudonym of(String network, String browser) {
            return new NetworkPseudonym(mac(network), mac(network + ' ' + browser));
        }

        /**
         * The pseudonym of a network on a day. It links scans of one day, and reveals nothing of networks over many
         * days.
         *
         * @param network the prefix of the network
         * @param day the day
         */
        public UUID ofDay(String network, LocalDate day) {
            return mac(day + " " + network);
        }

        private UUID mac(String text) {
            ByteBuffer bytes = ByteBuffer.wrap(key.code(text.getBytes(UTF_8)));
            return new UUID(bytes.getLong(), bytes.getLong());
        }
    }
}
