package dev.yima.gateway.partner.people;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.gateway.platform.crypto.KeyVault;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a request leaves behind, as pseudonyms: it can be told whether two requests came from the same network, or the
 * same browser on it, and nothing else.
 *
 * @param network the network
 * @param device the network and what the browser calls itself; two phones of one model in one network share it
 */
public record NetworkPseudonym(UUID network, UUID device) {
    /** For how long the trace of somebody who works at a partner is kept. */
    public static final Duration KEPT = Duration.ofDays(1);

    /** Makes traces. */
    @ApplicationScoped
    public static class Tracer {
        private static final String HMAC = "HmacSHA256";

        private final SecretKeySpec key;

        Tracer(KeyVault vault) {
            this.key = new SecretKeySpec(vault.derive("yima/trace/1"), HMAC);
        }

        /**
         * The trace of a request.
         *
         * @param network the prefix of its network
         * @param browser the header User-Agent
         */
        public NetworkPseudonym of(String network, String browser) {
            return new NetworkPseudonym(mac(network), mac(network + ' ' + browser));
        }

        /**
         * A pseudonym that a network has for a day. It tells which scans of a day came from one network, and of
         * networks over many days nothing.
         *
         * @param network the prefix of the network
         * @param day the day
         */
        public UUID ofDay(String network, LocalDate day) {
            return mac(day + " " + network);
        }

        private UUID mac(String text) {
            try {
                Mac mac = Mac.getInstance(HMAC);
                mac.init(key);
                ByteBuffer bytes = ByteBuffer.wrap(mac.doFinal(text.getBytes(UTF_8)));
                return new UUID(bytes.getLong(), bytes.getLong());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has " + HMAC, e);
            }
        }
    }
}
