package dev.yima.gateway.platform.http;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Formatting of amounts of money in minor units. */
public final class MinorUnits {
    /** Of yuan alone the letters of the country are left out: {@code ¥}. Others would be taken for yuan, or dollars. */
    private static final Map<String, String> SIGNS = Map.of("CNY", "¥");

    private static final int DIGITS_MAX = 3;
    /** Without gold, tests and units of account, which have no minor unit. */
    private static final Set<String> PAID_IN = Currency.getAvailableCurrencies().stream()
            .filter(unit -> unit.getDefaultFractionDigits() >= 0 && unit.getDefaultFractionDigits() <= DIGITS_MAX)
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private MinorUnits() {}

    /** Whether a text is the ISO 4217 code of a currency that people are paid in: of at most three decimals. */
    public static boolean isCurrency(String code) {
        return PAID_IN.contains(code);
    }

    /** An amount in its currency's own unit, with as many decimals as that has: 188 of CNY are 1.88, of JPY 188. */
    public static BigDecimal decimal(long amountMinor, String currency) {
        return BigDecimal.valueOf(amountMinor, digits(Currency.getInstance(currency)));
    }

    /**
     * An amount with the sign of its currency.
     *
     * @param amountMinor the amount, in minor units
     * @param currency an ISO 4217 code
     * @param locale the conventions for numbers
     */
    public static String format(long amountMinor, String currency, Locale locale) {
        int digits = digits(Currency.getInstance(currency));
        return format(amountMinor, currency, digits, locale);
    }

    /** An amount, or a range of amounts, in as few characters as it can be said in: {@code ¥1–¥20}, {@code ¥1.88}. */
    public static String brief(long leastMinor, long mostMinor, String currency, Locale locale) {
        String least = brief(leastMinor, currency, locale);
        return leastMinor == mostMinor ? least : least + '–' + brief(mostMinor, currency, locale);
    }

    private static String brief(long amountMinor, String currency, Locale locale) {
        int digits = digits(Currency.getInstance(currency));
        boolean whole =
                BigDecimal.valueOf(amountMinor, digits).stripTrailingZeros().scale() <= 0;
        return format(amountMinor, currency, whole ? 0 : digits, locale);
    }

    private static int digits(Currency unit) {
        return Math.max(0, unit.getDefaultFractionDigits());
    }

    private static String format(long amountMinor, String currency, int digitsShown, Locale locale) {
        Currency unit = Currency.getInstance(currency);
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(locale);
        symbols.setCurrency(unit);
        symbols.setCurrencySymbol(sign(unit, locale));
        NumberFormat format = new DecimalFormat("¤#,##0.###", symbols);
        format.setMinimumFractionDigits(digitsShown);
        format.setMaximumFractionDigits(digitsShown);
        return format.format(BigDecimal.valueOf(amountMinor, digits(unit)));
    }

    private static String sign(Currency unit, Locale locale) {
        String sign = SIGNS.getOrDefault(unit.getCurrencyCode(), unit.getSymbol(locale));
        return Character.isLetter(sign.charAt(sign.length() - 1)) ? sign + '\u00a0' : sign;
    }
}
