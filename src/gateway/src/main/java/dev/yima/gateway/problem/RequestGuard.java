package dev.yima.gateway.problem;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Guard before all resources: refuses by the headers alone an address or headers that are too long, a body that is too
 * large and a malformed Accept, and times out a body that arrives too slowly. Once the service ends it refuses all, so
 * that a proxy asks another replica.
 */
@ApplicationScoped
class RequestGuard {
    /** The longest path with its query, in characters. The server itself reads twice as much. */
    static final int ADDRESS_MAX = 4_096;

    /** The most that names and values of all headers have together, in characters. The server reads twice as much. */
    static final int HEADERS_MAX = 16_384;

    /** The longest Accept, Accept-Language or Content-Type, in characters. */
    static final int ACCEPT_MAX = 1_024;

    /** The largest body that is read to its end although it is refused, in bytes. */
    private static final long REFUSED_BYTES_MAX = 32L * BodyLimit.BYTES_MAX;

    private static final int PRIORITY_CHECK = 1_000;
    /** After the filter of the server that sets one limit for all bodies of unknown length. */
    private static final int PRIORITY_LIMIT = 1;

    // Nothing is given back: a part that was read once is not read again another way.
    private static final String MEDIA_RANGE = "\\s*+[\\w!#$&^.+*-]++/[\\w!#$&^.+*-]++\\s*+(?:;[^,]*+)?+";
    // RFC 9110, 12.5.4. What is none is taken as if it was not sent: nobody is refused for a language.
    private static final String LANGUAGE_RANGE = "\\s*+(?:\\*|[A-Za-z]{1,8}+(?:-[A-Za-z0-9]{1,8}+)*+)"
            + "\\s*+(?:;\\s*+[qQ]=(?:0(?:\\.[0-9]{0,3}+)?+|1(?:\\.0{0,3}+)?+)\\s*+)?+";
    private static final Pattern LANGUAGES = Pattern.compile(LANGUAGE_RANGE + "(?:," + LANGUAGE_RANGE + ")*+");
    private static final Pattern MEDIA_TYPE = Pattern.compile(MEDIA_RANGE);
    private static final Pattern MEDIA_RANGES = Pattern.compile(MEDIA_RANGE + "(?:," + MEDIA_RANGE + ")*+,?+\\s*+");

    /** The HTTP/2 error code that ends a stream whose answer needs no more of the request (RFC 9113, 8.1). */
    private static final long NO_ERROR = 0;

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");

    private static final Set<HttpMethod> BODILESS =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE, HttpMethod.OPTIONS);

    private final ProblemWriter problems;
    private final Vertx vertx;
    private final ProblemPage page;
    private final Duration bodyWithin;
    private volatile boolean ended;

    RequestGuard(
            ProblemWriter problems,
            Vertx vertx,
            ProblemPage page,
            @ConfigProperty(name = "yima.limits.body-within") Duration bodyWithin) {
        this.problems = problems;
        this.vertx = vertx;
        this.page = page;
        this.bodyWithin = bodyWithin;
    }

    /** The server has answered all that it had begun, and closes its connections to PostgreSQL next. */
    void onStop(@Observes @Priority(1) ShutdownEvent stopped) {
        ended = true;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY_CHECK);
        filters.register(
                context -> {
                    context.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, bytesMax(context));
                    context.next();
                },
                PRIORITY_LIMIT);
    }

    /** Answers what the server itself refuses before any filter: a Host that is none, or missing. */
    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(context -> {
            if (context.statusCode() == ProblemType.INVALID_FIELD.status()
                    && context.failure() instanceof VertxException) {
                refuse(context, ProblemType.INVALID_FIELD, "Host must be a host, with its port if it has one");
            } else {
                context.next();
            }
        });
    }

    private static long bytesMax(RoutingContext context) {
        return BodyLimit.of(context.request().path());
    }

    /** A call of the API without a body needs no type, also where one may be: it was refused for want of it. */
    private static void typeMissingBody(HttpServerRequest request) {
        if (HttpMethod.POST.equals(request.method())
                && request.path().startsWith("/api/")
                && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null) {
            request.headers().set(HttpHeaders.CONTENT_TYPE, "application/json");
        }
    }

    private void check(RoutingContext context) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        String accept = context.request().getHeader(HttpHeaders.ACCEPT);
        String contentType = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (ended) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
            refuse(context, ProblemType.UNAVAILABLE, "this replica ends");
        } else if (context.request().uri().length() > ADDRESS_MAX) {
            refuseWhole(
                    context,
                    length,
                    ProblemType.ADDRESS_TOO_LONG,
                    "path and query must have at most " + ADDRESS_MAX + " bytes");
        } else if (headersLength(context.request()) > HEADERS_MAX) {
            refuseWhole(
                    context, length, ProblemType.HEADERS_TOO_LARGE, "they must have at most " + HEADERS_MAX + " bytes");
        } else if (isRepeated(context.request(), HttpHeaders.HOST)) {
            // RFC 9112, 3.2: a proxy before the service may have gone by another of them.
            refuseWhole(context, length, ProblemType.INVALID_FIELD, "Host must be sent once");
        } else if (isRepeated(context.request(), HttpHeaders.CONTENT_TYPE)) {
            refuseWhole(context, length, ProblemType.INVALID_FIELD, "Content-Type must be sent once");
        } else if (length != null && !isSmall(length, bytesMax(context))) {
            String rule = "the body must have at most " + bytesMax(context) + " bytes";
            refuseWhole(context, length, ProblemType.BODY_TOO_LARGE, rule);
        } else if (contentType != null && !isMediaType(contentType)) {
            refuseWhole(context, length, ProblemType.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be a media type");
        } else if (accept != null && !isAccept(accept)) {
            refuseWhole(context, length, ProblemType.NOT_ACCEPTABLE, "Accept must be a list of media types");
        } else {
            forgetMalformedLanguages(context.request());
            if (contentType == null && (length == null || length.equals("0"))) {
                typeMissingBody(context.request());
            }
            startBodyTimer(context);
            context.next();
        }
    }

    private static void forgetMalformedLanguages(HttpServerRequest request) {
        String languages = request.getHeader(HttpHeaders.ACCEPT_LANGUAGE);
        if (languages != null
                && (languages.length() > ACCEPT_MAX
                        || !LANGUAGES.matcher(languages).matches())) {
            request.headers().remove(HttpHeaders.ACCEPT_LANGUAGE);
        }
    }

    private static long headersLength(HttpServerRequest request) {
        long length = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            length += header.getKey().length() + header.getValue().length();
        }
        return length;
    }

    private static boolean isMediaType(String contentType) {
        return contentType.length() <= ACCEPT_MAX
                && MEDIA_TYPE.matcher(contentType).matches();
    }

    private static boolean isAccept(String accept) {
        return accept.length() <= ACCEPT_MAX && MEDIA_RANGES.matcher(accept).matches();
    }

    /** Answers 408 when the body has not arrived in time, so that slow senders do not hold connections. */
    private void startBodyTimer(RoutingContext context) {
        if (!mayHaveBody(context.request())) {
            return;
        }
        long timer = vertx.setTimer(bodyWithin.toMillis(), late -> {
            if (!context.request().isEnded() && !context.response().ended()) {
                refuse(
                        context,
                        ProblemType.BODY_TOO_SLOW,
                        "the body must arrive within " + bodyWithin.toSeconds() + " s");
            }
        });
        context.addEndHandler(ended -> vertx.cancelTimer(timer));
    }

    /** Whether a request may have a body. Without one no end of it is ever read, so no timer must wait for that. */
    private static boolean mayHaveBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            return !length.equals("0");
        }
        return request.version() == HttpVersion.HTTP_2
                ? !BODILESS.contains(request.method())
                : request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    private static boolean isRepeated(HttpServerRequest request, CharSequence header) {
        return request.headers().getAll(header).size() > 1;
    }

    /**
     * Refuses once the body has arrived, which is discarded: a connection closed while the client still sends may lose
     * the answer. Does not wait for a body of unknown length or far too large, over HTTP/2, or with Expect:
     * 100-continue.
     */
    private void refuseWhole(RoutingContext context, @Nullable String length, ProblemType type, String detail) {
        HttpServerRequest request = context.request();
        if (length == null
                || length.equals("0")
                || !isSmall(length, REFUSED_BYTES_MAX)
                || request.version() == HttpVersion.HTTP_2
                || request.headers().contains(HttpHeaders.EXPECT)) {
            refuse(context, type, detail);
            return;
        }
        startBodyTimer(context);
        request.handler(unread -> {})
                .endHandler(ended -> {
                    if (!context.response().ended()) {
                        refuse(context, type, detail);
                    }
                })
                .resume();
    }

    private void refuse(RoutingContext context, ProblemType type, String detail) {
        HttpServerRequest request = context.request();
        Map<String, String> headers = Map.of(HttpHeaders.CONTENT_TYPE.toString(), ProblemBody.MEDIA_TYPE);
        String body = problems.json(type, detail);
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

    /** Answers and reads no more of the request: resets the stream of HTTP/2, closes the connection of HTTP/1.1. */
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
}
