package dev.yima.engine.diversion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilsonTest {
    /** R. G. Newcombe, Two-sided confidence intervals for the single proportion, 1998, table I, method 3. */
    @ParameterizedTest
    @CsvSource({"81, 263, 0.2553", "15, 148, 0.0624", "0, 20, 0.0000", "1, 29, 0.0061"})
    void theBoundIsThePublishedOne(long hits, long observations, double published) {
        assertEquals(published, Wilson.lowerBound(hits, observations), 0.00005);
    }

    @Test
    void moreObservationsOfTheSameShareTellMore() {
        double before = 0;
        for (int n = 10; n <= 10_000_000; n *= 10) {
            double bound = Wilson.lowerBound(n / 2, n);
            assertTrue(bound > before && bound < 0.5, n + ": " + bound);
            before = bound;
        }
        assertEquals(0, Wilson.lowerBound(0, 0));
        assertTrue(Wilson.lowerBound(1, 1) < 0.21, "one scan proves nothing");
    }

    @Test
    void whatIsNoShareIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Wilson.lowerBound(2, 1));
        assertThrows(IllegalArgumentException.class, () -> Wilson.lowerBound(-1, 1));
    }
}
