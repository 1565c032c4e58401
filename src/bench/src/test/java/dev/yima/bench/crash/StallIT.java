package dev.yima.bench.crash;

import dev.yima.bench.fixture.BenchServers.RedisKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The payout provider stalls, and claims go on; the clock of one replica jumps by a day and back, and no claim has a
 * time that is still to come. Seen red with a replica that believes its own clock.
 */
@EnabledIfSystemProperty(named = "test.full", matches = "true")
class StallIT {
    private static final long SEED = 20260104L;

    @Test
    void claimsGoOnBesideAProviderThatStallsAndAClockThatJumps() throws Exception {
        CrashIT.play(SEED, RedisKind.SINGLE, List.of(Fault.PROVIDER_STALLS, Fault.CLOCK_JUMPS));
    }
}
