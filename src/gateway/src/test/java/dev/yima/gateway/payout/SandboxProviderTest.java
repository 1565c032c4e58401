package dev.yima.gateway.payout;

import dev.yima.gateway.TestServers;
import dev.yima.gateway.WithoutRedis;
import dev.yima.gateway.payout.sandbox.SandboxProvider;
import dev.yima.payout.spi.PayoutProvider;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;

/** The sandbox keeps the contract of a provider. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@TestProfile(WithoutRedis.class)
class SandboxProviderTest extends PayoutProviderContract {
    @Inject
    @SuppressWarnings("NullAway.Init")
    SandboxProvider sandbox;

    @Override
    PayoutProvider provider() {
        return sandbox;
    }
}
