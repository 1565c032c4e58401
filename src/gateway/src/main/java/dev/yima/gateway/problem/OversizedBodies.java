package dev.yima.gateway.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** Refuses a body that says of itself that it is too large, before a byte of it is read. */
@ApplicationScoped
class OversizedBodies {
    /** The largest body that is read, in bytes. */
    static final long BYTES_MAX = 65_536;

    private static final int FIRST = 1_000;

    private final ObjectMapper json;

    OversizedBodies(ObjectMapper json) {
        this.json = json;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    private void check(RoutingContext context) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || isSmall(length)) {
            context.next();
            return;
        }
        ProblemType type = ProblemType.BODY_TOO_LARGE;
        ProblemBody body = ProblemBody.of(type, "the body must have at most " + BYTES_MAX + " bytes", List.of());
        context.response()
                .setStatusCode(type.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, ProblemBody.MEDIA_TYPE)
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end(write(body));
    }

    private static boolean isSmall(String length) {
        return length.matches("[0-9]{1,9}") && Long.parseLong(length) <= BYTES_MAX;
    }

    private String write(ProblemBody body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem cannot be written", e);
        }
    }
}
