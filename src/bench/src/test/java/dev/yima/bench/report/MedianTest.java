package dev.yima.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {
    @Test
    void theMiddleOneOrBetweenTheMiddleTwo() {
        assertEquals(5, Median.of(List.of(9.0, 1.0, 5.0)));
        assertEquals(4, Median.of(List.of(9.0, 1.0, 5.0, 3.0)));
        assertEquals(7, Median.of(List.of(7.0)));
    }
}
