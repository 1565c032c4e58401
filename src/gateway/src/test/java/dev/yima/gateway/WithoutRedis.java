package dev.yima.gateway;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * A service that never had a Redis, and whose payouts wait for nothing long: but longer than whatever does not stall on
 * purpose. Both want a start of the service of their own, and neither minds the other.
 */
public class WithoutRedis implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "yima.redis-url", "redis://127.0.0.1:1",
                "yima.payout.poll-every", "PT0.05S",
                "yima.payout.bills-max", "16",
                "yima.payout.answer-within", "PT2S",
                "yima.payout.retry-after", "PT0.1S",
                "yima.payout.pause-for", "PT1H",
                "yima.payout.reconcile-every", "PT1S",
                "yima.payout.sandbox-pays-after", "PT0.2S",
                "yima.reclaim.every", "PT0.2S");
    }
}
