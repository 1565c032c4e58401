package dev.yima.gateway.problem;

import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells people about a problem that was met before anything of ours could answer them. */
public interface ProblemPage {
    /** What there are words for: the body cannot be read, came too slowly, is too large, or of a strange type. */
    Set<ProblemType> TOLD = Set.of(
            ProblemType.MALFORMED_BODY,
            ProblemType.BODY_TOO_SLOW,
            ProblemType.BODY_TOO_LARGE,
            ProblemType.UNSUPPORTED_MEDIA_TYPE);

    /**
     * A page that is ready to be sent.
     *
     * @param headers the HTTP headers
     * @param html the body
     */
    record Written(Map<String, String> headers, String html) {}

    /**
     * Writes the page.
     *
     * @param acceptLanguage the header of that name; null for none
     */
    Uni<Written> of(Problem problem, @Nullable String acceptLanguage);

    /**
     * Whether a request was made by a browser for somebody who reads the answer.
     *
     * @param path what it asks for
     * @param accept the header of that name; null for none
     */
    static boolean isAskedFor(ProblemType type, String path, @Nullable String accept) {
        return TOLD.contains(type) && accept != null && accept.contains("text/html") && !path.startsWith("/api/");
    }
}
