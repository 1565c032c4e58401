package dev.yima.gateway.brand.page;

import dev.yima.gateway.brand.Brand;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The frame of a page: what is around the content, whatever that is.
 *
 * @param nonce what allows this page's style and script, and no other
 * @param locale the language it is written in
 * @param colour the colour of the brand
 * @param brand whose page it is, null when nobody's
 */
public record PageLayout(
        String nonce,
        Locale locale,
        Colour colour,
        @Nullable Brand brand) {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The language, as HTML writes it. */
    public String language() {
        return locale.equals(Locale.CHINESE) ? "zh-CN" : "en";
    }

    /** The first letter of the brand's name, for where its logo would be. */
    public String initial() {
        return brand == null ? "" : Character.toString(brand.name().codePointAt(0));
    }

    /** A moment for those whose browser does not put it into their own time zone. */
    public String minute(Instant moment) {
        return MINUTE.format(moment);
    }
}
