package dev.yima.engine.diversion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerritoryTest {
    @ParameterizedTest
    @CsvSource({
        "510000, 510000, false",
        "510000, 510104, false",
        "510000, 500000, true",
        "510000, 000000, true",
        "510100 510300, 510000, false",
        "510100 510300, 510300, false",
        "510100 510300, 510302, false",
        "510100 510300, 510400, true",
        "510104, 510100, false",
        "510104, 510105, true",
        "510104, 520000, true",
        "510000 440000, 440000, false",
        "510000 440000, 450000, true"
    })
    void aPlaceIsOutsideOnlyWhereNothingOfTheTerritoryCanBe(String codes, String region, boolean outside) {
        assertEquals(outside, new Territory(List.of(codes.split(" "))).excludes(region), codes + " and " + region);
    }

    @ParameterizedTest
    @CsvSource({"510000", "000000"})
    void noTerritoryIsEverywhere(String region) {
        assertEquals(false, new Territory(List.of()).excludes(region));
    }
}
