package dev.yima.gateway.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.yima.gateway.problem.ProblemBody.FieldError;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.mutiny.Uni;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Comparator;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Exception mappers: every failure is answered with a problem. */
class ProblemMappers {
    private final ProblemPage page;

    ProblemMappers(ProblemPage page) {
        this.page = page;
    }

    @ServerExceptionMapper
    Response problem(Problem problem) {
        List<FieldError> errors = problem.field() == null
                ? List.of()
                : List.of(new FieldError(problem.field(), stripField(problem.field(), problem.detail())));
        Response.ResponseBuilder answer = answer(problem.type(), problem.detail(), errors);
        if (problem.type().status() == 429 || problem.type().status() == 503) {
            answer.header(
                    HttpHeaders.RETRY_AFTER, Math.max(1, problem.retryAfter().toSeconds()));
        }
        return answer.build();
    }

    @ServerExceptionMapper
    Response invalid(ConstraintViolationException violations) {
        List<FieldError> errors = violations.getConstraintViolations().stream()
                .map(violation -> new FieldError(field(violation), violation.getMessage()))
                .sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::rule))
                .toList();
        String detail = errors.isEmpty()
                ? ProblemType.INVALID_FIELD.title()
                : errors.get(0).field() + " " + errors.get(0).rule();
        return answer(ProblemType.INVALID_FIELD, detail, errors).build();
    }

    @ServerExceptionMapper
    Response unreadable(JsonProcessingException malformed) {
        return unreadableBody(malformed);
    }

    /** Replaces the mapper that Quarkus has for these. */
    @ServerExceptionMapper
    Response mismatched(MismatchedInputException malformed) {
        return unreadableBody(malformed);
    }

    @ServerExceptionMapper
    Response unauthenticated(AuthenticationFailedException failed) {
        return challenge();
    }

    @ServerExceptionMapper
    Response unauthorized(UnauthorizedException failed) {
        return challenge();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException failed) {
        return answer(ProblemType.FORBIDDEN, ProblemType.FORBIDDEN.title(), List.of())
                .build();
    }

    @ServerExceptionMapper
    Uni<Response> web(WebApplicationException failed, HttpHeaders headers, UriInfo address) {
        Response answer = web(failed);
        String accept = headers.getHeaderString(HttpHeaders.ACCEPT);
        ProblemType type = type(answer.getStatus());
        if (!ProblemPage.isAskedFor(type, address.getPath(), accept)) {
            return Uni.createFrom().item(answer);
        }
        return page.of(new Problem(type), headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE))
                .map(written -> {
                    Response.ResponseBuilder html =
                            Response.status(type.status()).entity(written.html());
                    written.headers().forEach(html::header);
                    return html.build();
                });
    }

    private Response web(WebApplicationException failed) {
        if (failed.getCause() instanceof JsonProcessingException malformed) {
            return unreadableBody(malformed);
        }
        ProblemType type = type(failed.getResponse().getStatus());
        if (type == ProblemType.INTERNAL) {
            return internal(failed);
        }
        return answer(type, type.title(), List.of()).build();
    }

    private static ProblemType type(int status) {
        return switch (status) {
            case 401 -> ProblemType.UNAUTHENTICATED;
            case 403 -> ProblemType.FORBIDDEN;
            case 404 -> ProblemType.NOT_FOUND;
            case 405 -> ProblemType.METHOD_NOT_ALLOWED;
            case 406 -> ProblemType.NOT_ACCEPTABLE;
            case 413 -> ProblemType.BODY_TOO_LARGE;
            case 414 -> ProblemType.ADDRESS_TOO_LONG;
            case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
            case 431 -> ProblemType.HEADERS_TOO_LARGE;
            default -> status < 500 ? ProblemType.MALFORMED_BODY : ProblemType.INTERNAL;
        };
    }

    @ServerExceptionMapper
    Response internal(Throwable failure) {
        return problem(FailureMapping.problem(failure));
    }

    private static Response challenge() {
        return answer(ProblemType.UNAUTHENTICATED, ProblemType.UNAUTHENTICATED.title(), List.of())
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"yima\"")
                .build();
    }

    private static Response unreadableBody(JsonProcessingException malformed) {
        if (malformed instanceof UnrecognizedPropertyException unknown) {
            String field = unknown.getPropertyName();
            return answer(ProblemType.MALFORMED_BODY, "unknown field: " + printable(field), List.of())
                    .build();
        }
        if (malformed instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            String field = mapping.getPath().get(mapping.getPath().size() - 1).getFieldName();
            String detail = field == null ? "an element has the wrong type" : printable(field) + " has the wrong type";
            return answer(ProblemType.MALFORMED_BODY, detail, List.of()).build();
        }
        return answer(ProblemType.MALFORMED_BODY, "the body is not the JSON that is expected here", List.of())
                .build();
    }

    private static String field(ConstraintViolation<?> violation) {
        StringBuilder name = new StringBuilder();
        int depth = 0;
        for (Path.Node node : violation.getPropertyPath()) {
            // The first two nodes are the Java method and its parameter, which callers do not know.
            boolean internal =
                    depth++ < 2 && violation.getPropertyPath().spliterator().estimateSize() > 2;
            if (internal || node.getName() == null) {
                continue;
            }
            // The index of an element is at the node behind that of the list.
            if (node.getIndex() != null) {
                name.append('[').append(node.getIndex()).append(']');
            }
            if (node.getKind() != ElementKind.CONTAINER_ELEMENT) {
                name.append(name.isEmpty() ? "" : ".").append(node.getName());
            }
        }
        return name.isEmpty() ? "body" : name.toString();
    }

    private static String stripField(String field, String detail) {
        return detail.startsWith(field + " ") ? detail.substring(field.length() + 1) : detail;
    }

    private static String printable(String text) {
        String shown = text.length() > 50 ? text.substring(0, 50) + "…" : text;
        return shown.codePoints().allMatch(c -> !Character.isISOControl(c)) ? shown : "(unprintable)";
    }

    private static Response.ResponseBuilder answer(ProblemType type, String detail, List<FieldError> errors) {
        return Response.status(type.status()).type(ProblemBody.MEDIA_TYPE).entity(ProblemBody.of(type, detail, errors));
    }
}
