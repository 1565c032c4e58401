package dev.yima.gateway.brand.page;

import dev.yima.gateway.brand.Brand;
import dev.yima.gateway.platform.http.MinorUnits;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The frame of a page around its content.
 *
 * @param nonce the CSP nonce of this page's style and script
 * @param locale the language of the page
 * @param colour the colour of the brand
 * @param brand the brand whose colours and logo it has, null for none
 */
public record PageLayout(
        String nonce,
        Locale locale,
        Colour colour,
        @Nullable Brand brand) {
    private static final Pattern TELEPHONE = Pattern.compile("\\+?[0-9][0-9 ()-]{3,22}[0-9]");
    private static final Pattern EMAIL = Pattern.compile("[^\\s@:?&%]+@[^\\s@:?&%]+");
    /** With the offset, which tells apart the two hours of one name when summer time ends. */
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm O");

    private static final DateTimeFormatter CHINESE_MINUTE = DateTimeFormatter.ofPattern("uuuu年M月d日 HH:mm O");

    /** The language as a BCP 47 tag. */
    public String language() {
        return locale.equals(Locale.CHINESE) ? "zh-CN" : "en";
    }

    /** The language that the page can be had in instead. */
    public String otherLanguage() {
        return locale.equals(Locale.CHINESE) ? "en" : "zh-CN";
    }

    /** The first letter of the brand's name, in place of a logo; empty without a brand. */
    public String initial() {
        return brand == null ? "" : Character.toString(brand.name().codePointAt(0));
    }

    /** An amount of the brand's money as a text, such as {@code ¥1.00}. */
    public String money(long minor) {
        return brand == null ? "" : MinorUnits.format(minor, brand.currency(), locale);
    }

    /** The address that calls or writes to a contact; null for one that is neither a telephone number nor an e-mail. */
    public @Nullable String addressOf(String contact) {
        if (EMAIL.matcher(contact).matches()) {
            return "mailto:" + contact;
        }
        return TELEPHONE.matcher(contact).matches() ? "tel:" + contact.replaceAll("[^+0-9]", "") : null;
    }

    /** A moment to the minute by the clock of the brand, with its offset from GMT; without a brand, by GMT. */
    public String minute(Instant moment) {
        ZoneId zone = brand == null ? ZoneOffset.UTC : brand.timeZone();
        DateTimeFormatter minute = locale.equals(Locale.CHINESE) ? CHINESE_MINUTE : MINUTE;
        return minute.withLocale(locale).format(moment.atZone(zone));
    }
}
