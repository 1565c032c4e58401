package dev.yima.bench.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.bench.Proof;
import dev.yima.bench.fixture.BenchServers.RedisKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Kills in the middle of claims: each answered award is there afterwards, and none twice. */
class CrashIT {
    private static final long SEED = 20260101L;
    private static final Duration FAULT_FOR = Duration.ofSeconds(5);

    @Test
    void everyAnsweredAwardSurvivesAKillAndNoneIsGivenTwice() throws Exception {
        List<Fault> kills = List.of(Fault.SERVICE_KILLED, Fault.POSTGRES_KILLED, Fault.REDIS_KILLED);
        play(SEED, RedisKind.SINGLE, kills.subList(0, Proof.size(1, kills.size())));
    }

    static void play(long seed, RedisKind redis, List<Fault> faults) throws Exception {
        try (CrashRounds crash = CrashRounds.open(System.out, redis, faults, FAULT_FOR)) {
            crash.warm(seed);
            for (Fault fault : faults) {
                assertTrue(crash.round(seed + 1 + fault.ordinal(), fault).getTotalCount() > 0, "claims were answered");
            }
        }
    }
}
