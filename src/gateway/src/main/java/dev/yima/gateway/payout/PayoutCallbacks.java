package dev.yima.gateway.payout;

import dev.yima.payout.spi.PayoutCallback;
import dev.yima.payout.spi.PayoutUpdates;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Has notifications verified by the provider that they claim to come from, and applies them. */
@ApplicationScoped
class PayoutCallbacks implements PayoutUpdates {
    private final PayoutProviders providers;
    private final PayoutSettlement settlement;

    PayoutCallbacks(PayoutProviders providers, PayoutSettlement settlement) {
        this.providers = providers;
        this.settlement = settlement;
    }

    @Override
    public Uni<Void> receive(String provider, PayoutCallback callback) {
        return Uni.createFrom()
                .deferred(() -> providers.get(provider).callback(callback))
                .flatMap(update -> settlement.notified(
                        new PayoutKey(provider, callback.brand(), update.number()), update.answer()));
    }
}
