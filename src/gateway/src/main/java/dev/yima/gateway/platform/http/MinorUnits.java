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
        Currency unit = Currency.getInstance(currency);
        int digits = Math.max(0, unit.getDefaultFractionDigits());
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(locale);
        symbols.setCurrency(unit);
        symbols.setCurrencySymbol(sign(unit, locale));
        NumberFormat format = new DecimalFormat("¤#,##0.###", symbols);
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return format.format(BigDecimal.valueOf(amountMinor, digits));
    }

    private static String sign(Currency unit, Locale locale) {
        String sign = COUNTRY.matcher(unit.getSymbol(locale)).replaceFirst("");
        return Character.isLetter(sign.charAt(sign.length() - 1)) ? sign + '\u00a0' : sign;
    }
}
