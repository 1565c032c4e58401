package dev.yima.bench.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.bench.crash.CrashRounds.Fault;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** Whoever is killed or hangs in the middle of claims: what was answered is there, and nothing twice. */
class CrashIT {
    private static final long SEED = 20260101L;

    @Test
    void everyAnsweredAwardSurvivesAndNoneIsGivenTwice() throws Exception {
        PrintStream out = System.out;
        try (CrashRounds crash = CrashRounds.open(out)) {
            long seed = SEED;
            crash.warm(seed);
            for (Fault fault : Fault.values()) {
                assertTrue(crash.round(++seed, fault).getTotalCount() > 0, "claims were answered");
            }
        }
    }
}
