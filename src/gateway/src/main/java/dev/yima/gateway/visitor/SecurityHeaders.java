package dev.yima.gateway.visitor;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Headers of every answer, whoever gives it: browsers take its type as it is told, and come over HTTPS only from the
 * first time that they did (RFC 6797). Nobody on the way keeps an answer of the API for somebody else.
 */
@ApplicationScoped
class SecurityHeaders {
    /** Before everything that may answer. */
    private static final int PRIORITY = 2_000;

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
