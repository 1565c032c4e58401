package dev.yima.bench.crash;

import dev.yima.bench.fixture.BenchServers.RedisKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * PostgreSQL goes on without the last commits that it answered, while Redis still knows of them: they can be claimed
 * again. A master of a Redis Cluster dies: nothing is lost.
 */
@EnabledIfSystemProperty(named = "test.full", matches = "true")
class FailoverIT {
    private static final long SEED = 20260103L;

    @Test
    void whatAFailoverLosesCanBeClaimedAgain() throws Exception {
        CrashIT.play(
                SEED,
                RedisKind.CLUSTER,
                List.of(Fault.POSTGRES_FAILS_OVER, Fault.REDIS_MASTER_KILLED, Fault.POSTGRES_FAILS_OVER));
    }
}
