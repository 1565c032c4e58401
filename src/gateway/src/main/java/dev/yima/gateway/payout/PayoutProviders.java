package dev.yima.gateway.payout;

import dev.yima.gateway.campaign.publication.PayableCurrencies;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.payout.spi.PayoutProvider;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The payout providers of this deployment, by id. */
@ApplicationScoped
public class PayoutProviders implements PayableCurrencies {
    private static final String CHOSEN = "SELECT provider FROM payout_provider WHERE brand_id = $1";

    private final Map<String, PayoutProvider> byId = new TreeMap<>();
    private final String defaultId;

    @Inject
    PayoutProviders(@All List<PayoutProvider> providers, YimaConfig config) {
        this(providers, config.payout().provider());
    }

    /**
     * Indexes some providers.
     *
     * @param defaultId the provider of brands that chose none
     * @throws IllegalStateException when two have the same id, or none has the default's
     */
    PayoutProviders(Collection<PayoutProvider> providers, String defaultId) {
        this.defaultId = defaultId;
        for (PayoutProvider provider : providers) {
            PayoutProvider other = byId.put(provider.id(), provider);
            if (other != null) {
                throw new IllegalStateException("two payout providers have one id: " + provider.id());
            }
        }
        if (!byId.containsKey(defaultId)) {
            throw new IllegalStateException("yima.payout.provider must be one of " + byId.keySet() + ": " + defaultId);
        }
    }

    /**
     * The provider of an id.
     *
     * @throws IllegalArgumentException when this deployment has no such provider
     */
    public PayoutProvider get(String id) {
        PayoutProvider provider = byId.get(id);
        if (provider == null) {
            throw new IllegalArgumentException("payout provider must be one of " + byId.keySet() + ": " + id);
        }
        return provider;
    }

    @Override
    public Uni<Boolean> pays(SqlClient tx, UUID brand, String currency) {
        return tx.preparedQuery(CHOSEN)
                .execute(Tuple.of(brand))
                .map(rows -> Rows.first(rows, row -> row.getString("provider")).orElse(defaultId))
                .map(id -> get(id).pays(currency));
    }

    /** All providers, by id. */
    public List<PayoutProvider> all() {
        return List.copyOf(byId.values());
    }

    /**
     * The id of the provider of what test lots win, which pays nobody.
     *
     * @throws IllegalStateException when this deployment has none
     */
    String trialId() {
        return byId.values().stream()
                .filter(PayoutProvider::paysNobody)
                .map(PayoutProvider::id)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no payout provider pays nobody: " + byId.keySet()));
    }

    /** The id of the provider of brands that chose none. */
    String defaultId() {
        return defaultId;
    }
}
