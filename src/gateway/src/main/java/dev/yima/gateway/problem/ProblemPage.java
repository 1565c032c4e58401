package dev.yima.gateway.problem;

import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Page for a problem that arises before a resource can answer; implemented where pages are rendered. */
public interface ProblemPage {
    /**
     * The problems that have a page: an address at which there is nothing, and a body that cannot be read, is too slow,
     * too large, or of an unsupported type.
     */
    Set<ProblemType> WITH_PAGE = Set.of(
            ProblemType.NOT_FOUND,
            ProblemType.METHOD_NOT_ALLOWED,
            ProblemType.ADDRESS_TOO_LONG,
            ProblemType.MALFORMED_BODY,
            ProblemType.BODY_TOO_SLOW,
            ProblemType.BODY_TOO_LARGE,
            ProblemType.UNSUPPORTED_MEDIA_TYPE);

    /**
     * A rendered page.
     *
     * @param headers the HTTP headers
     * @param html the body
     */
    record Written(Map<String, String> headers, String html) {}

    /**
     * Renders the page.
     *
     * @param acceptLanguage the header of that name; null for none
     */
    Uni<Written> of(Problem problem, @Nullable String acceptLanguage);

    /**
     * Whether the answer to a request is a page: the problem has one, and a browser asks for HTML outside of the API.
     *
     * @param path the path of the request
     * @param accept the header of that name; null for none
     */
    static boolean isAskedFor(ProblemType type, String path, @Nullable String accept) {
        return WITH_PAGE.contains(type) && accept != null && accept.contains("text/html") && !path.startsWith("/api/");
    }
}
