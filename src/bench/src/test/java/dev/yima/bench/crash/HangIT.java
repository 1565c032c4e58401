package dev.yima.bench.crash;

import dev.yima.bench.fixture.BenchServers.RedisKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Hangs and locks in the middle of claims: each answered award is there afterwards, and none twice. */
@EnabledIfSystemProperty(named = "test.full", matches = "true")
class HangIT {
    private static final long SEED = 20260102L;

    @Test
    void everyAnsweredAwardSurvivesAHangAndNoneIsGivenTwice() throws Exception {
        CrashIT.play(SEED, RedisKind.SINGLE, List.of(Fault.POSTGRES_HANGS, Fault.REDIS_HANGS, Fault.ROW_LOCKED));
    }
}
