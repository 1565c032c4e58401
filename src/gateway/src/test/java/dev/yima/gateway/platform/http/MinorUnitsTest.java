package dev.yima.gateway.platform.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MinorUnitsTest {
    @ParameterizedTest
    @CsvSource({
        "188, CNY, en, ¥1.88",
        "188, CNY, zh, ¥1.88",
        "1, CNY, zh, ¥0.01",
        "123456789, CNY, en, '¥1,234,567.89'",
        "500, JPY, en, ¥500",
        "1500, KWD, en, KWD\u00a01.500",
        "100, EUR, zh, €1.00",
        "500, JPY, zh, JP¥500",
        "500, HKD, en, HK$5.00",
        "500, HKD, zh, HK$5.00",
        "500, CAD, en, CA$5.00"
    })
    void anAmountIsWrittenInItsCurrency(long amountMinor, String currency, String language, String written) {
        assertEquals(written, MinorUnits.format(amountMinor, currency, Locale.forLanguageTag(language)));
    }

    @ParameterizedTest
    @CsvSource({
        "188, CNY, 1.88",
        "0, CNY, 0.00",
        "500, JPY, 500",
        "1, KWD, 0.001",
        "9007199254740993, KWD, 9007199254740.993"
    })
    void anAmountHasTheDecimalsOfItsCurrency(long amountMinor, String currency, String written) {
        assertEquals(written, MinorUnits.decimal(amountMinor, currency).toString());
    }
}
