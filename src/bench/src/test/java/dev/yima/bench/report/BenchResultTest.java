package dev.yima.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BenchResultTest {
    @Test
    void theLineIsTheOneThatScriptsRead() {
        assertEquals(
                "scan ratio=0.667 ours=8000 ceiling=12000 p99_ms=41.5",
                new BenchResult("scan", 8_000.4, 12_000, 41.53).line());
    }
}
