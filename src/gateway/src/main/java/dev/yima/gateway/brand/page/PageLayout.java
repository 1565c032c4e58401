package dev.yima.gateway.brand.page;

import dev.yima.gateway.brand.Brand;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
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
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The language as a BCP 47 tag. */
    public String language() {
        return locale.equals(Locale.CHINESE) ? "zh-CN" : "en";
    }

    /** The first letter of the brand's name, in place of a logo; empty without a brand. */
    public String initial() {
        return brand == null ? "" : Character.toString(brand.name().codePointAt(0));
    }

    /** A moment to the minute, in UTC; a browser with script shows it in its own time zone. */
    public String minute(Instant moment) {
        return MINUTE.format(moment);
    }
}
