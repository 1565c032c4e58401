package dev.yima.engine.rules;

import java.math.BigDecimal;
import java.util.Currency;

/** Text of money for people who read a log or a terminal. */
public final class MinorUnitText {
    private MinorUnitText() {}

    /**
     * An amount in the currency's own units: 188 minor units of CNY are {@code 1.88 CNY}.
     *
     * @param currency an ISO 4217 code; of any other text the minor units are told
     */
    public static String of(long amountMinor, String currency) {
        try {
            int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
            return BigDecimal.valueOf(amountMinor, digits).toPlainString() + " " + currency;
        } catch (IllegalArgumentException unknown) {
            return amountMinor + " minor units " + currency;
        }
    }
}
