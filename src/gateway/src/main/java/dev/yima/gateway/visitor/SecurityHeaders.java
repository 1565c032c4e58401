package dev.yima.gateway.visitor;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Headers of every answer, whoever gives it: browsers take its type as it is told, show it in no frame, and come over
 * HTTPS only from the first time that they did (RFC 6797). Nobody on the way keeps an answer of the API for somebody
 * else.
 */
@ApplicationScoped
class SecurityHeaders {
    /** Before everything that may answer. */
    private static final int PRIORITY = 2_000;

    private static final String POLICY = "Content-Security-Policy";

    /** Of what is no page: it loads nothing, and stands in nobody's frame. Pages have a policy of their own. */
    private static final String NO_PAGE = "default-src 'none'; frame-ancestors 'none'";

    private static final String A_YEAR = "max-age=31536000";

    private final VisitorRequests visitors;

    SecurityHeaders(VisitorRequests visitors) {
        this.visitors = visitors;
    }

    void register(@Observes Filters filters) {
        filters.register(this::add, PRIORITY);
    }

    private void add(RoutingContext context) {
        HttpServerResponse response = context.response();
        response.putHeader("X-Content-Type-Options", "nosniff");
        if (LaunchMode.current() != LaunchMode.DEVELOPMENT) {
            // There Quarkus has pages of its own on this port.
            context.addHeadersEndHandler(ready -> {
                if (!response.headers().contains(POLICY)) {
                    response.putHeader(POLICY, NO_PAGE);
                }
            });
        }
        if (context.request().path().startsWith("/api/")) {
            // For one person or one key each; the few answers that are for everybody say so.
            response.putHeader("Cache-Control", "no-store");
        }
        if (visitors.isSecure(context.request())) {
            response.putHeader("Strict-Transport-Security", A_YEAR);
        }
        context.next();
    }
}
