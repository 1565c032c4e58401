package dev.yima.gateway.visitor;

import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.problem.ProblemWriter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Guard of the visitor's identity against other sites: a form or a script of another site neither acts as the visitor,
 * nor leaves a cookie, nor replaces theirs. What a browser says of itself decides (OWASP, verifying origin with
 * standard headers): {@code Sec-Fetch-Site}, in older ones {@code Origin} or {@code Referer}. Where none of them says
 * anything, a form is not taken, and led back to its page; a program that calls the API is. Requests with a staff key
 * carry no identity of a browser and pass.
 */
@ApplicationScoped
class OwnPagesGuard {
    /** Behind RequestGuard, before all resources. */
    private static final int PRIORITY = 900;

    private static final String API = "/api/";
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<String> OURS = Set.of("same-origin", "none");
    /** The pages of forms whose own address shows nothing. */
    private static final Map<String, String> PAGES = Map.of("/partner/", "/partner", "/my/", "/my/rewards");

    private final ProblemWriter problems;

    OwnPagesGuard(ProblemWriter problems) {
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (SAFE.contains(request.method())
                || request.getHeader(HttpHeaders.AUTHORIZATION) != null
                || isOurs(request).orElse(isApi(request))) {
            context.next();
        } else if (isApi(request)) {
            problems.write(context.response(), ProblemType.CROSS_SITE, ProblemType.CROSS_SITE.title());
        } else {
            context.response()
                    .setStatusCode(303)
                    .putHeader(HttpHeaders.LOCATION, page(request.path()))
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end();
        }
    }

    /** Whether a page of this host sent the request; empty when the browser does not say. */
    static Optional<Boolean> isOurs(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return Optional.of(OURS.contains(site));
        }
        String from = request.getHeader(HttpHeaders.ORIGIN);
        if (from == null || from.equals("null")) {
            from = request.getHeader(HttpHeaders.REFERER);
        }
        String sender = from;
        return sender == null ? Optional.empty() : Optional.of(isHost(sender, request.getHeader(HttpHeaders.HOST)));
    }

    private static boolean isHost(String address, @Nullable String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(address).getRawAuthority());
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static boolean isApi(HttpServerRequest request) {
        return request.path().startsWith(API);
    }

    /** The page of a form, which is always one of this host. */
    static String page(String path) {
        boolean elsewhere = path.startsWith("//") || path.indexOf('\\') >= 0;
        return PAGES.entrySet().stream()
                .filter(page -> path.startsWith(page.getKey()))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(elsewhere ? "/" : path);
    }
}
