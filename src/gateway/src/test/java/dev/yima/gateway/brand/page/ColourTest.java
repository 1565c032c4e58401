package dev.yima.gateway.brand.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColourTest {
    @ParameterizedTest
    @CsvSource({
        "#000000, #ffffff",
        "#ffffff, #000000",
        "#b3261e, #ffffff",
        "#FFD400, #000000",
        "#0a7d5a, #ffffff",
        "#757575, #ffffff",
        "#767676, #000000"
    })
    void theTextIsReadable(String background, String text) {
        assertEquals(text, Colour.of(background).ink());
    }

    @ParameterizedTest
    @CsvSource({"#000000, #000000", "#00AbcD, #00abcd"})
    void aColourIsWrittenAsItWasRead(String read, String written) {
        assertEquals(written, Colour.of(read).css());
    }
}
