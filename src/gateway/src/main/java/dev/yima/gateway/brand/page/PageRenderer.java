package dev.yima.gateway.brand.page;

import dev.yima.gateway.brand.Brand;
import dev.yima.gateway.brand.BrandRepository;
import dev.yima.gateway.problem.FailureMapping;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemPage;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Renderer of HTML pages. A page is one self-contained answer: style and script are inline, nothing is loaded from
 * elsewhere, and its Content-Security-Policy allows only what it needs.
 */
@ApplicationScoped
public class PageRenderer implements ProblemPage {
    private static final int NONCE_BYTES = 16;
    private static final int HEADER_LENGTH_MAX = 256;
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.CHINESE);

    private final SecureRandom random = new SecureRandom();

    @CheckedTemplate(basePath = "")
    static class Templates {
        static native TemplateInstance sorry(PageLayout shell, int status, long seconds, @Nullable String again);
    }

    /**
     * The language of an answer: English or Chinese.
     *
     * @param acceptLanguage the header of that name; null or a malformed one means English
     */
    public static Locale language(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.length() > HEADER_LENGTH_MAX) {
            return Locale.ENGLISH;
        }
        try {
            @Nullable Locale found = Locale.lookup(LanguageRange.parse(acceptLanguage), LANGUAGES);
            return found == null ? Locale.ENGLISH : found;
        } catch (IllegalArgumentException | IndexOutOfBoundsException nonsense) {
            return Locale.ENGLISH;
        }
    }

    /**
     * Renders a page.
     *
     * @param status the HTTP status
     * @param locale the language
     * @param brand the brand whose colours and logo it has, null for none
     * @param content gives the template for the layout
     */
    public Uni<WebPage> page(
            int status, Locale locale, @Nullable Brand brand, Function<PageLayout, TemplateInstance> content) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        PageLayout shell = new PageLayout(
                Base64.getUrlEncoder().withoutPadding().encodeToString(nonce),
                locale,
                Colour.of(brand == null ? BrandRepository.COLOUR_NONE : brand.colour()),
                brand);
        return content.apply(shell)
                .setLocale(locale)
                .createUni()
                .map(html -> new WebPage(status, headers(shell), html));
    }

    /** The error page of a failure, whose button tries the same address again. */
    public Uni<WebPage> sorry(Throwable failure, Locale locale) {
        return sorry(failure, locale, "");
    }

    /**
     * The error page of a failure, with another address on its button.
     *
     * @param again the address to try again; empty for that of the page, null for no button
     */
    public Uni<WebPage> sorry(Throwable failure, Locale locale, @Nullable String again) {
        Problem problem = FailureMapping.problem(failure);
        int status = problem.type().status();
        long seconds = Math.max(1, problem.retryAfter().toSeconds());
        return page(status, locale, null, shell -> Templates.sorry(shell, status, seconds, again))
                .invoke(page -> {
                    if (status == 429 || status == 503) {
                        page.headers().put("Retry-After", Long.toString(seconds));
                    }
                });
    }

    @Override
    public Uni<Written> of(Problem problem, @Nullable String acceptLanguage) {
        return sorry(problem, language(acceptLanguage), null).map(page -> new Written(page.headers(), page.html()));
    }

    private static Map<String, String> headers(PageLayout shell) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "text/html;charset=UTF-8");
        headers.put("Content-Language", shell.language());
        headers.put("Cache-Control", "no-store");
        headers.put("Content-Security-Policy", policy(shell.nonce()));
        headers.put("Referrer-Policy", "same-origin");
        return headers;
    }

    private static String policy(String nonce) {
        return "default-src 'none'; style-src 'nonce-" + nonce + "'; script-src 'nonce-" + nonce
                + "'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none';"
                + " frame-ancestors 'none'";
    }
}
