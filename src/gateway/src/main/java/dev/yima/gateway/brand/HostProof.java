package dev.yima.gateway.brand;

import dev.yima.gateway.platform.config.YimaConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.dns.DnsClientOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.logging.Logger;

/**
 * The proof that a host belongs to a brand: a TXT record beside the host in the DNS. Only the name server is asked,
 * never the host itself.
 */
@ApplicationScoped
class HostProof {
    private static final Logger LOG = Logger.getLogger(HostProof.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    private static final String LABEL = "_yima.";
    private static final String VALUE = "yima-brand=";
    private static final int DNS_PORT = 53;

    private final Vertx vertx;
    private final DnsClient client;

    HostProof(Vertx vertx, YimaConfig config) {
        this.vertx = vertx;
        this.client = vertx.createDnsClient(options(config.nameServer()));
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /**
     * A record in the DNS.
     *
     * @param name its full name
     * @param type its type, always TXT
     * @param value its text
     */
    @Schema(name = "DnsRecord")
    public record DnsRecord(
            @Schema(examples = "_yima.q.example.com") String name,
            @Schema(examples = "TXT") String type,

            @Schema(examples = "yima-brand=01976f3c-2b9a-7c1e-8a41-5d0c9e7f2b16")
            String value) {}

    /** The record that proves that a host, with its port if it has one, belongs to a brand. */
    static DnsRecord record(UUID brand, String host) {
        return new DnsRecord(LABEL + host.replaceFirst(":[0-9]+$", ""), "TXT", VALUE + brand);
    }

    /** Whether the proof is there. A name server that does not answer within 2 s, or answers nonsense, has none. */
    Uni<Boolean> isThere(UUID brand, String host) {
        DnsRecord wanted = record(brand, host);
        return Uni.createFrom().deferred(() -> {
            Context caller = vertx.getOrCreateContext();
            return Uni.createFrom()
                    .completionStage(() -> client.resolveTXT(wanted.name()).toCompletionStage())
                    .map(found -> found.stream().anyMatch(text -> text.strip().equals(wanted.value())))
                    .onFailure()
                    .recoverWithItem(failure -> {
                        LOG.debugf(failure, "no proof at %s", wanted.name());
                        return false;
                    })
                    .emitOn(next -> caller.runOnContext(ignored -> next.run()));
        });
    }

    private static DnsClientOptions options(Optional<String> nameServer) {
        DnsClientOptions options = new DnsClientOptions().setQueryTimeout(ANSWER_WITHIN.toMillis());
        nameServer.ifPresent(address -> {
            int colon = address.lastIndexOf(':');
            options.setHost(colon < 0 ? address : address.substring(0, colon));
            options.setPort(colon < 0 ? DNS_PORT : Integer.parseInt(address.substring(colon + 1)));
        });
        return options;
    }
}
