package dev.yima.codec;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The two URL forms that open a code. Both are printed under the brand's own address, for example {@code
 * https://q.example.com}.
 */
public final class CodeUrl {
    /** The longest URL that is looked at. */
    public static final int LENGTH_MAX = CodeReader.LENGTH_MAX;

    private static final String BASE = "(https?://[^/?#\\s]++)";
    private static final String CODE = "([0-9A-Z-]{16,31})";
    /** Identifiers of a Digital Link and their values, such as a batch: {@code /10/LOT1}. */
    private static final String IDENTIFIERS = "(?:/[0-9]{2,4}/[^/?#]++)";
    /** A slash, and punctuation that a sentence around the URL ends with, escaped or not. */
    private static final String END = "(?:%[0-9A-F]{2}|[^0-9A-Z?#%])*+(?:[?#].*)?";

    private static final Pattern SHORT = Pattern.compile("(?is)" + BASE + "/" + CODE + END);
    private static final Pattern DIGITAL_LINK =
            Pattern.compile("(?is)" + BASE + "/01/[^/?#]++" + IDENTIFIERS + "*?/21/" + CODE + IDENTIFIERS + "*" + END);

    private CodeUrl() {}

    /**
     * The short form, {@code HTTPS://HOST/CODE}, in upper case: a QR symbol then stays in alphanumeric mode, and up to
     * 38 characters fit version 2-M, 25×25 modules. Scheme and host are case-insensitive (RFC 3986, 6.2.2.1).
     *
     * @param base scheme and host, and a port if need be, without a path
     */
    public static String shortForm(String base, Code code) {
        return base.toUpperCase(Locale.ROOT) + '/' + code.text();
    }

    /** The GS1 Digital Link form, {@code https://host/01/{gtin}/21/{code}}, the code standing as the serial number. */
    public static String digitalLink(String base, Gtin gtin, Code code) {
        return base.toLowerCase(Locale.ROOT) + "/01/" + gtin.digits() + "/21/" + code.text();
    }

    /** The text in a URL's place for the code, in either form; empty when the text is not such a URL. */
    public static Optional<String> codeText(CharSequence url) {
        return part(url, 2);
    }

    /** Scheme and host of a URL in either form, with the port if it has one; empty when the text is not such a URL. */
    public static Optional<String> base(CharSequence url) {
        return part(url, 1);
    }

    private static Optional<String> part(CharSequence url, int group) {
        if (url.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        return Stream.of(SHORT, DIGITAL_LINK)
                .map(form -> form.matcher(url))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(group))
                .findFirst();
    }
}
