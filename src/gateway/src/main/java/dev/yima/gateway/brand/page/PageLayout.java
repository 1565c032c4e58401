package dev.yima.gateway.brand.page;

import dev.yima.gateway.brand.Brand;
import dev.yima.gateway.platform.http.MinorUnits;
import java.time.Instant;
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
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

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

    /** A moment to the minute, in UTC; a browser with script shows it in its own time zone. */
    public String minute(Instant moment) {
        return MINUTE.format(moment);
    }
}
