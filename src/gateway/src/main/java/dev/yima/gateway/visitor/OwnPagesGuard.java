package dev.yima.gateway.visitor;

import dev.yima.gateway.platform.config.PublicAddress;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.problem.ProblemWriter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Guard of the visitor's identity against other sites: a form or a script of another site neither acts as the visitor,
 * nor leaves a cookie, nor replaces theirs. What a browser says of itself decides (OWASP, verifying origin with
 * standard headers): {@code Sec-Fetch-Site}, in older ones {@code Origin}, for forms {@code Referer}. Where none of
 * them says anything, a form is not taken, and led back to its page; a program that calls the API is. Requests with a
 * staff key carry no identity of a browser and pass.
 */
@ApplicationScoped
class OwnPagesGuard {
    /** Behind RequestGuard, before all resources. */
    private static final int PRIORITY = 900;

    private static final String API = "/api/";
    private static final String BEARER = "Bearer ";
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<String> OURS = Set.of("same-origin", "none");
    /** The pages of forms whose own address shows nothing. */
    private static final Map<String, String> PAGES = Map.of("/partner/", "/partner", "/my/", "/my/rewards");

    private final ProblemWriter problems;
    private final PublicAddress publicAddress;

    OwnPagesGuard(ProblemWriter problems, PublicAddress publicAddress) {
        this.problems = problems;
        this.publicAddress = publicAddress;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (SAFE.contains(request.method())
                || isWithStaffKey(request)
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

    /** A form cannot send one; what a browser sends by itself from an address with a password is no key. */
    private static boolean isWithStaffKey(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }

    /**
     * Whether a page of this host sent the request; empty when the browser does not say. Programs that call the API
     * send no Origin, and some a Referer of their own.
     */
    private Optional<Boolean> isOurs(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return Optional.of(OURS.contains(site));
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && (isApi(request) || !origin.equals("null"))) {
            return Optional.of(isOurs(origin, request));
        }
        return isApi(request)
                ? Optional.empty()
                : Optional.ofNullable(request.getHeader(HttpHeaders.REFERER)).map(from -> isOurs(from, request));
    }

    /** Whether an address is of the host that was asked, or of the deployment: a proxy may have changed the first. */
    private boolean isOurs(String address, HttpServerRequest request) {
        try {
            String sender = URI.create(address).getRawAuthority();
            HostAndPort asked = request.authority();
            return sender != null
                    && (publicAddress.isOwn(sender) || (asked != null && sender.equalsIgnoreCase(text(asked))));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static String text(HostAndPort asked) {
        return asked.port() < 0 ? asked.host() : asked.host() + ":" + asked.port();
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
