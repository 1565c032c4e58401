package dev.yima.gateway.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses, before anything is read or done, what says of itself that it cannot be served. */
@ApplicationScoped
class Threshold {
    /** The largest body that is read, in bytes. */
    static final long BYTES_MAX = 65_536;

    private static final int FIRST = 1_000;
    private static final String MEDIA_RANGE = "\\s*[\\w!#$&^.+*-]+/[\\w!#$&^.+*-]+\\s*(;[^,]*)?";
    private static final Pattern MEDIA_RANGES = Pattern.compile(MEDIA_RANGE + "(," + MEDIA_RANGE + ")*+,?\\s*");

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");

    private final ObjectMapper json;
    private final Vertx vertx;
    private final Duration patience;

    Threshold(ObjectMapper json, Vertx vertx, @ConfigProperty(name = "yima.limits.body-within") Duration patience) {
        this.json = json;
        this.vertx = vertx;
        this.patience = patience;
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
            limitPatience(context);
            context.next();
        }
    }

    /** Whoever sends a body drop by drop holds no more than a connection, and that not for long. */
    private void limitPatience(RoutingContext context) {
        if (context.request().isEnded()) {
            return;
        }
        long timer = vertx.setTimer(patience.toMillis(), late -> {
            if (!context.request().isEnded() && !context.response().ended()) {
                refuse(
                        context,
                        ProblemType.BODY_TOO_SLOW,
                        "the body must arrive within " + patience.toSeconds() + " s");
            }
        });
        context.addEndHandler(ended -> vertx.cancelTimer(timer));
    }

    private void refuse(RoutingContext context, ProblemType type, String detail) {
        context.response()
                .setStatusCode(type.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, ProblemBody.MEDIA_TYPE)
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end(write(ProblemBody.of(type, detail, List.of())))
                .onComplete(sent -> context.request().connection().close());
    }

    private static boolean isSmall(String length) {
        return LENGTH.matcher(length).matches() && Long.parseLong(length) <= BYTES_MAX;
    }

    private String write(ProblemBody body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem cannot be written", e);
        }
    }
}
