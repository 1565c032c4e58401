package dev.yima.gateway.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.gateway.platform.crypto.Digests;
import dev.yima.gateway.problem.FailureMapping;
import dev.yima.gateway.problem.Problem;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerResponseFilter;

/**
 * Keeps the first answer to every POST of the API that comes with an Idempotency-Key, and gives it again to a
 * repetition, which is not carried out. Calls that declare the header keep it themselves, in the transaction of what
 * they make; those that are {@link AnsweredAnew} are carried out again.
 */
@Provider
public class IdempotencyFilter
        implements ResteasyReactiveContainerRequestFilter, ResteasyReactiveContainerResponseFilter {
    /** The name of the header. */
    public static final String HEADER = "Idempotency-Key";

    private static final Logger LOG = Logger.getLogger(IdempotencyFilter.class);
    private static final String API = "/api/";
    private static final String RESERVED = "yima.idempotent-request";

    private final CurrentVertxRequest current;
    private final KeyOwner owners;
    private final KeptAnswers answers;
    private final ObjectMapper json;
    private final Map<Method, Boolean> notKeptHere = new ConcurrentHashMap<>();

    IdempotencyFilter(CurrentVertxRequest current, KeyOwner owners, KeptAnswers answers, ObjectMapper json) {
        this.current = current;
        this.owners = owners;
        this.answers = answers;
        this.json = json;
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request) {
        String given = request.getHeaderString(HEADER);
        if (given == null || !HttpMethod.POST.equals(request.getMethod())) {
            return;
        }
        HttpServerRequest http = current.getCurrent().request();
        Method called = request.getServerRequestContext()
                .getResteasyReactiveResourceInfo()
                .getMethod();
        if (!http.path().startsWith(API) || notKeptHere.computeIfAbsent(called, IdempotencyFilter::isNotKeptHere)) {
            return;
        }
        String key = IdempotentRequest.checkKey(given);
        request.suspend();
        // The body is read while the owner is looked up, or nobody would.
        Uni.combine()
                .all()
                .unis(RequestBody.of(http), owners.of(http))
                .asTuple()
                .flatMap(read -> {
                    IdempotentRequest idempotent = new IdempotentRequest(
                            read.getItem2()
                                    .orElseThrow(() -> Problem.invalid(
                                            HEADER, "must come with a staff key, or with the cookie of a person")),
                            key,
                            fingerprint(http, read.getItem1()));
                    request.setEntityStream(new ByteArrayInputStream(read.getItem1()));
                    request.setProperty(RESERVED, idempotent);
                    return answers.reserve(idempotent);
                })
                .subscribe()
                .with(kept -> goOn(request, kept), failure -> {
                    request.removeProperty(RESERVED);
                    request.resume(failure);
                });
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(RESERVED) instanceof IdempotentRequest idempotent)) {
            return;
        }
        request.removeProperty(RESERVED);
        request.suspend();
        Uni.createFrom()
                .deferred(() -> settle(request, idempotent, response))
                .onFailure()
                .invoke(failure -> LOG.warnf(failure, "the answer to a request with an Idempotency-Key is not kept"))
                .subscribe()
                .with(done -> request.resume(), failure -> request.resume());
    }

    private static void goOn(ResteasyReactiveContainerRequestContext request, Optional<KeptAnswer> kept) {
        if (kept.isEmpty()) {
            request.resume();
            return;
        }
        request.removeProperty(RESERVED);
        KeptAnswer answer = kept.get();
        Response.ResponseBuilder again = Response.status(answer.status()).header(HttpHeaders.CACHE_CONTROL, "no-store");
        if (answer.cookie() != null) {
            again.header(HttpHeaders.SET_COOKIE, answer.cookie());
        }
        if (answer.body() != null) {
            again.entity(answer.body().toString()).type(MediaType.APPLICATION_JSON_TYPE);
        }
        request.abortWith(again.build());
    }

    /**
     * Keeps the answer of a call that was carried out, and frees the key of one that was refused. After a failure that
     * leaves open whether anything was done the key stays as it is: nothing may be done twice.
     */
    private Uni<Void> settle(
            ResteasyReactiveContainerRequestContext request,
            IdempotentRequest idempotent,
            ContainerResponseContext response) {
        boolean done = response.getStatusInfo().getFamily() == Response.Status.Family.SUCCESSFUL;
        if (done && isJson(response)) {
            return answers.keep(
                    idempotent,
                    new KeptAnswer(
                            response.getStatus(),
                            response.getHeaderString(HttpHeaders.SET_COOKIE),
                            response.hasEntity() ? json.valueToTree(response.getEntity()) : null));
        }
        return request.getProperty(FailureMapping.OUTCOME_OPEN) == null
                ? answers.release(idempotent)
                : Uni.createFrom().voidItem();
    }

    /** Whether an answer is JSON, or nothing. What is given as a table, too, is a rehearsal, which makes nothing. */
    private static boolean isJson(ContainerResponseContext response) {
        MediaType type = response.getMediaType();
        return !response.hasEntity() || type == null || MediaType.APPLICATION_JSON_TYPE.isCompatible(type);
    }

    private static boolean isNotKeptHere(Method called) {
        return called.isAnnotationPresent(AnsweredAnew.class)
                || Arrays.stream(called.getParameters())
                        .map(parameter -> parameter.getAnnotation(HeaderParam.class))
                        .anyMatch(header -> header != null && HEADER.equalsIgnoreCase(header.value()));
    }

    private static String fingerprint(HttpServerRequest http, byte[] body) {
        return HexFormat.of()
                .formatHex(Digests.sha256(
                        (http.method() + " " + http.uri() + " " + HexFormat.of().formatHex(Digests.sha256(body)))
                                .getBytes(UTF_8)));
    }
}
