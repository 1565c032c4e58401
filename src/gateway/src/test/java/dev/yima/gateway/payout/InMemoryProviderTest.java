package dev.yima.gateway.payout;

import dev.yima.payout.spi.PayoutProvider;

/** The tests' own provider keeps the contract that it stands in for. */
class InMemoryProviderTest extends PayoutProviderContract {
    private final InMemoryProvider provider = new InMemoryProvider();

    @Override
    PayoutProvider provider() {
        return provider;
    }
}
