package dev.yima.gateway.scan;

import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.engine.scan.ScanFacts.Intent;
import dev.yima.gateway.history.GeoPosition;
import dev.yima.gateway.idempotency.IdempotencyRepository;
import dev.yima.gateway.idempotency.IdempotencyRepository.NewResponse;
import dev.yima.gateway.idempotency.IdempotencyRepository.StoredResponse;
import dev.yima.gateway.idempotency.IdempotentRequest;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.scanstate.ScanStateCache.Purpose;
import dev.yima.gateway.visitor.Visitor;
import dev.yima.gateway.visitor.VisitorRequests;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Valid;
import jakarta.validation.Validator;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Scans, for programs. */
@Path("/api/v1/scans")
@Tag(name = "Public")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Cancellable(false)
public class ScanResource {
    private static final String ABOUT = """
            Says whether the code is genuine and, unless `claim` is false, opens its packet: once, for the first person
            who asks. The same person asking again gets the first reward again. The person is the cookie `yima_member`,
            set by the first call.""";

    private final ScanFlow flow;
    private final IdempotencyRepository idempotency;
    private final VisitorRequests visitors;
    private final Validator validator;
    private final ScanAnswerJson json;
    private final Clock clock;

    ScanResource(
            ScanFlow flow,
            IdempotencyRepository idempotency,
            VisitorRequests visitors,
            Validator validator,
            ScanAnswerJson json,
            Clock clock) {
        this.flow = flow;
        this.idempotency = idempotency;
        this.visitors = visitors;
        this.validator = validator;
        this.json = json;
        this.clock = clock;
    }

    /**
     * A scan.
     *
     * @param code the code, in any form that a scanner or a person gives: its 16 symbols, in either case, with or
     *     without dashes and space, or the URL of the label
     * @param claim false to look only; left out, the packet is opened
     * @param location the position, if the person offers it
     */
    public record ScanRequest(
            @NotNull @Schema(examples = "0C1S-1YNT-84EZ-MPS4")
            String code,

            @Nullable Boolean claim,
            @Nullable @Valid Location location) {
        private Intent intent() {
            return claim == null || claim ? Intent.CLAIM : Intent.LOOK;
        }

        /** The code as it is printed; the text itself where it is no code. */
        private String canonicalCode() {
            return CodeReader.read(code) instanceof Wellformed read
                    ? read.code().text()
                    : code;
        }

        /** The parts of the request that a repetition must share. */
        private String fingerprint() {
            return intent() + " " + canonicalCode() + " " + location;
        }
    }

    /**
     * A place on the earth (WGS 84).
     *
     * @param lat degrees north
     * @param lon degrees east
     * @param accuracyM its possible error, in metres
     */
    public record Location(
            @NotNull @DecimalMin("-90") @DecimalMax("90") @Schema(examples = "31.23")
            Double lat,

            @NotNull @DecimalMin("-180") @DecimalMax("180") @Schema(examples = "121.47")
            Double lon,

            @NotNull @DecimalMin("0") @DecimalMax("40000000") @Schema(examples = "50")
            Double accuracyM) {
        private GeoPosition place() {
            return new GeoPosition(lat, lon, accuracyM);
        }
    }

    /** Scans a code. */
    @POST
    @Operation(summary = "Scan a code", description = ABOUT)
    @Parameter(
            name = "Idempotency-Key",
            description =
                    "1 to 128 visible ASCII characters; the first answer is given again. Without a cookie only if the"
                            + " key is a random UUID, or 32 random hexadecimal digits, in small letters")
    @APIResponse(responseCode = "200", description = "The verdict, and the reward if there is one")
    @APIResponseSchema(value = ScanAnswer.class, responseCode = "200")
    public Uni<Response> scan(
            @Nullable @RequestBody(required = true) ScanRequest body,
            @Nullable @HeaderParam("Idempotency-Key") String key,
            @Context HttpServerRequest http) {
        ScanRequest request = check(body);
        if (key == null) {
            Visitor person = visitors.person(http);
            return answer(request, person, null, http).map(done -> respond(done.answer(), person, done.person(), http));
        }
        Visitor person = visitors.person(IdempotentRequest.checkKey(key), request.canonicalCode(), http);
        return answeredOnce(request, person, key, http);
    }

    /** Most scans are nothing but a code, so the validator is asked only about those that are more, or less. */
    private ScanRequest check(@Nullable ScanRequest request) {
        if (request == null) {
            throw Problem.invalid("body", "must not be null");
        }
        if (request.code() == null || request.location() != null) {
            var violations = validator.validate(request);
            if (!violations.isEmpty()) {
                throw new ConstraintViolationException(violations);
            }
        }
        return request;
    }

    private Uni<ScanResult> answer(
            ScanRequest request, Visitor person, @Nullable IdempotentRequest idempotent, HttpServerRequest http) {
        return visitors.audience(http)
                .flatMap(audience -> flow.answer(new IncomingScan(
                        request.code(),
                        person,
                        visitors.network(http),
                        VisitorRequests.browser(http),
                        request.location() == null ? null : request.location().place(),
                        request.intent(),
                        Purpose.RECORD,
                        audience,
                        clock.instant(),
                        idempotent)));
    }

    private Uni<Response> answeredOnce(ScanRequest request, Visitor person, String key, HttpServerRequest http) {
        IdempotentRequest idempotent = new IdempotentRequest(visitors.pseudonym(person), key, request.fingerprint());
        return idempotency
                .find(idempotent)
                .flatMap(first -> first.isPresent()
                        ? Uni.createFrom().item(again(first.get(), person, http))
                        : answer(request, person, idempotent, http)
                                .flatMap(done -> kept(done, person, idempotent, http))
                                .onFailure(IdempotencyRepository::isKeyTaken)
                                .recoverWithUni(taken -> idempotency
                                        .find(idempotent)
                                        .map(stored -> again(stored.orElseThrow(), person, http))));
    }

    /** The first answer; of a claim it is stored already, and of a code that was not recognised never. */
    private Uni<Response> kept(ScanResult done, Visitor person, IdempotentRequest idempotent, HttpServerRequest http) {
        return done.claimed() || done.lot() == null
                ? Uni.createFrom().item(respond(done.answer(), person, done.person(), http))
                : idempotency
                        .save(new NewResponse(idempotent, done.lot().brand().id(), json.write(done.answer())))
                        .map(stored -> again(stored, person, http));
    }

    private Response again(StoredResponse stored, Visitor person, HttpServerRequest http) {
        return respond(stored.answer(), person, person.meets(stored.brand()), http);
    }

    /**
     * The response.
     *
     * @param answer the answer, or its JSON
     */
    private Response respond(Object answer, Visitor before, Visitor after, HttpServerRequest http) {
        Response.ResponseBuilder response = Response.ok(answer).header("Cache-Control", "no-store");
        String newCookie = visitors.newCookie(before, after, http);
        if (newCookie != null) {
            response.header("Set-Cookie", newCookie);
        }
        return response.build();
    }
}
