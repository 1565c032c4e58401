package dev.yima.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FigureTest {
    @Test
    void theLineIsTheOneThatScriptsRead() {
        assertEquals(
                "scan ratio=0.667 ours=8000 ceiling=12000 p99_ms=41.5",
                new Figure("scan", 8_000.4, 12_000, 41.53).line());
    }
}
