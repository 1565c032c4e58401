package dev.yima.gateway.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses, before anything is read or done, what says of itself that it cannot be served. */
@ApplicationScoped
class RequestGuard {
    /** The largest body that is read, in bytes. */
    static final long BYTES_MAX = 65_536;

    /** Devices that were offline for a day send a thousand movements at once. */
    private static final String MOVEMENTS = "/api/v1/movements";

    private static final long MOVEMENTS_BYTES_MAX = 4 * BYTES_MAX;

    /** The largest body that is let come to its end although it is refused, in bytes. */
    private static final long REFUSED_BYTES_MAX = 32 * BYTES_MAX;

    private static final int FIRST = 1_000;
    /** After the server has set one limit for all bodies whose length is not told. */
    private static final int LAST = 1;

    private static final String MEDIA_RANGE = "\\s*[\\w!#$&^.+*-]+/[\\w!#$&^.+*-]+\\s*(;[^,]*)?";
    private static final Pattern MEDIA_RANGES = Pattern.compile(MEDIA_RANGE + "(," + MEDIA_RANGE + ")*+,?\\s*");

    /** How a stream is ended whose answer needs nothing more of the request (RFC 9113, 8.1). */
    private static final long NO_ERROR = 0;

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");

    private static final Set<HttpMethod> BODILESS =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE, HttpMethod.OPTIONS);

    private final ObjectMapper json;
    private final Vertx vertx;
    private final ProblemPage page;
    private final Duration patience;

    RequestGuard(
            ObjectMapper json,
            Vertx vertx,
            ProblemPage page,
            @ConfigProperty(name = "yima.limits.body-within") Duration patience) {
        this.json = json;
        this.vertx = vertx;
        this.page = page;
        this.patience = patience;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FIRST);
        filters.register(
                context -> {
                    context.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, bytesMax(context));
                    context.next();
                },
                LAST);
    }

    private static long bytesMax(RoutingContext context) {
        return MOVEMENTS.equals(context.request().path()) ? MOVEMENTS_BYTES_MAX : BYTES_MAX;
    }

    private void check(RoutingContext context) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        String accept = context.request().getHeader(HttpHeaders.ACCEPT);
        if (length != null && !isSmall(length, bytesMax(context))) {
            String rule = "the body must have at most " + bytesMax(context) + " bytes";
            whenSent(context, length, () -> refuse(context, ProblemType.BODY_TOO_LARGE, rule));
        } else if (accept != null && !MEDIA_RANGES.matcher(accept).matches()) {
            refuse(context, ProblemType.NOT_ACCEPTABLE, "Accept must be a list of media types");
        } else {
            limitPatience(context);
            context.next();
        }
    }

    /** Whoever sends a body drop by drop holds no more than a connection, and that not for long. */
    private void limitPatience(RoutingContext context) {
        if (!mayHaveBody(context.request())) {
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

    /** A request without a body may take as long as its answer does; nobody reads its end, so that it is never seen. */
    private static boolean mayHaveBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            return !length.equals("0");
        }
        return request.version() == HttpVersion.HTTP_2
                ? !BODILESS.contains(request.method())
                : request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /**
     * Answers once the body has come, of which nothing is kept: a connection that is closed under somebody who still
     * sends may take the answer with it. Far too much is not waited for, nor whoever asks before they send.
     */
    private void whenSent(RoutingContext context, String length, Runnable answer) {
        HttpServerRequest request = context.request();
        if (!isSmall(length, REFUSED_BYTES_MAX)
                || request.version() == HttpVersion.HTTP_2
                || request.headers().contains(HttpHeaders.EXPECT)) {
            answer.run();
            return;
        }
        limitPatience(context);
        request.handler(unread -> {})
                .endHandler(ended -> {
                    if (!context.response().ended()) {
                        answer.run();
                    }
                })
                .resume();
    }

    private void refuse(RoutingContext context, ProblemType type, String detail) {
        HttpServerRequest request = context.request();
        Map<String, String> headers = Map.of(HttpHeaders.CONTENT_TYPE.toString(), ProblemBody.MEDIA_TYPE);
        String body = write(ProblemBody.of(type, detail, List.of()));
        if (!ProblemPage.isAskedFor(type, request.path(), request.getHeader(HttpHeaders.ACCEPT))) {
            refuse(context, type, headers, body);
            return;
        }
        page.of(new Problem(type, detail), request.getHeader(HttpHeaders.ACCEPT_LANGUAGE))
                .subscribe()
                .with(
                        written -> refuse(context, type, written.headers(), written.html()),
                        failure -> refuse(context, type, headers, body));
    }

    /** Refuses, and reads no more of the request: over HTTP/2 the others on the connection go on. */
    private static void refuse(RoutingContext context, ProblemType type, Map<String, String> headers, String body) {
        HttpServerRequest request = context.request();
        boolean shared = request.version() == HttpVersion.HTTP_2;
        HttpServerResponse response = context.response();
        response.setStatusCode(type.status());
        headers.forEach(response::putHeader);
        if (!shared) {
            response.putHeader(HttpHeaders.CONNECTION, "close");
        }
        response.end(body).onComplete(sent -> {
            if (shared) {
                response.reset(NO_ERROR);
            } else {
                request.connection().close();
            }
        });
    }

    private static boolean isSmall(String length, long bytesMax) {
        return LENGTH.matcher(length).matches() && Long.parseLong(length) <= bytesMax;
    }

    private String write(ProblemBody body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem cannot be written", e);
        }
    }
}
