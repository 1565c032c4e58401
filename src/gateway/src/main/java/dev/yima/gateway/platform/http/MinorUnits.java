package dev.yima.gateway.platform.http;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;
import java.util.regex.Pattern;

/** Formatting of amounts of money in minor units. */
public final class MinorUnits {
    /** The letters of {@code CN¥} or {@code HK$}, left out: one page has one currency, so they are not needed. */
    private static final Pattern COUNTRY = Pattern.compile("^\\p{L}+(?=\\p{Sc}$)");

    private MinorUnits() {}

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
        String sign = COUNTRY.matcher(unit.getSymbol(locale)).replaceFirst("");
        return Character.isLetter(sign.charAt(sign.length() - 1)) ? sign + '\u00a0' : sign;
    }
}
