package dev.yima.gateway.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.regex.Pattern;

/** Refuses, before anything is read or done, what says of itself that it cannot be served. */
@ApplicationScoped
class Threshold {
    /** The largest body that is read, in bytes. */
    static final long BYTES_MAX = 65_536;

    private static final int FIRST = 1_000;
    private static final String MEDIA_RANGE = "\\s*[\\w!#$&^.+*-]+/[\\w!#$&^.+*-]+\\s*(;[^,]*)?";
    private static final Pattern MEDIA_RANGES = Pattern.compile(MEDIA_RANGE + "(," + MEDIA_RANGE + ")*+,?\\s*");

    private final ObjectMapper json;

    Threshold(ObjectMapper json) {
        this.json = json;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    private void check(RoutingContext context) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        String accept = context.request().getHeader(HttpHeaders.ACCEPT);
        if (length != null && !isSmall(length)) {
            refuse(context, ProblemType.BODY_TOO_LARGE, "the body must have at most " + BYTES_MAX + " bytes");
        } else if (accept != null && !MEDIA_RANGES.matcher(accept).matches()) {
            refuse(context, ProblemType.NOT_ACCEPTABLE, "Accept must be a list of media types");
        } else {
            context.next();
        }
    }

    private void refuse(RoutingContext context, ProblemType type, String detail) {
        context.response()
                .setStatusCode(type.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, ProblemBody.MEDIA_TYPE)
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end(write(ProblemBody.of(type, detail, List.of())));
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
