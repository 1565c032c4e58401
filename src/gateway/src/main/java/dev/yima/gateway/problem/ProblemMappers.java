package dev.yima.gateway.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.yima.gateway.problem.ProblemBody.FieldError;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.mutiny.Uni;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Exception mappers: every failure is answered with a problem. */
class ProblemMappers {
    private static final String API = "/api/";
    private static final List<String> PUBLIC_API = List.of("/api/v1/partner/", "/api/v1/me/");

    private static final int PATH_MAX = 200;

    private final ProblemPage page;

    ProblemMappers(ProblemPage page) {
        this.page = page;
    }

    @ServerExceptionMapper
    Response problem(Problem problem, UriInfo address) {
        boolean unnamed =
                problem.type() == ProblemType.NOT_FOUND && problem.detail().equals(ProblemType.NOT_FOUND.title());
        return unnamed ? notFound(address) : problem(problem);
    }

    private static Response problem(Problem problem) {
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
        return problem(JsonFault.of(malformed));
    }

    /** Replaces the mapper that Quarkus has for these. */
    @ServerExceptionMapper
    Response mismatched(MismatchedInputException malformed) {
        return problem(JsonFault.of(malformed));
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
        Response answer = web(failed, address);
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

    private static Response web(WebApplicationException failed, UriInfo address) {
        if (failed.getCause() instanceof JsonProcessingException malformed) {
            return problem(JsonFault.of(malformed));
        }
        ProblemType type = type(failed.getResponse().getStatus());
        if (type == ProblemType.NOT_FOUND) {
            return notFound(address);
        }
        if (type == ProblemType.INTERNAL) {
            return problem(FailureMapping.problem(failed));
        }
        return answer(type, type.title(), List.of()).build();
    }

    /** Names what was not found to staff. To the public all that is unknown is the same. */
    private static Response notFound(UriInfo address) {
        String path = address.getRequestUri().getPath();
        boolean open = !path.startsWith(API) || PUBLIC_API.stream().anyMatch(path::startsWith);
        String detail = ProblemType.NOT_FOUND.title() + (open ? "" : ": " + JsonFault.printable(path, PATH_MAX));
        return answer(ProblemType.NOT_FOUND, detail, List.of()).build();
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
    Response internal(Throwable failure, ContainerRequestContext request) {
        if (FailureMapping.isOutcomeOpen(failure)) {
            request.setProperty(FailureMapping.OUTCOME_OPEN, true);
        }
        return problem(FailureMapping.problem(failure));
    }

    private static Response challenge() {
        return answer(ProblemType.UNAUTHENTICATED, ProblemType.UNAUTHENTICATED.title(), List.of())
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"yima\"")
                .build();
    }

    /**
     * The name of what broke a rule, as callers know it: a parameter or header by its own name, a field by its place in
     * the body.
     */
    private static String field(ConstraintViolation<?> violation) {
        StringBuilder name = new StringBuilder();
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getKind() == ElementKind.PARAMETER) {
                name.append(parameterName(violation, node.as(Path.ParameterNode.class)));
            } else if (node.getKind() != ElementKind.METHOD && node.getName() != null) {
                // The index of an element is at the node behind that of the list.
                if (node.getIndex() != null) {
                    name.append('[').append(node.getIndex()).append(']');
                }
                if (node.getKind() != ElementKind.CONTAINER_ELEMENT) {
                    name.append(name.isEmpty() ? "" : ".").append(node.getName());
                }
            }
        }
        return name.isEmpty() ? "body" : name.toString();
    }

    /**
     * The name of a parameter in a request; empty for the body, whose fields stand for themselves. The direct class is
     * a generated one without the annotations.
     */
    private static String parameterName(ConstraintViolation<?> violation, Path.ParameterNode parameter) {
        Path.MethodNode method = violation.getPropertyPath().iterator().next().as(Path.MethodNode.class);
        return Stream.<Class<?>>iterate(
                        violation.getRootBeanClass(), type -> type != Object.class, Class::getSuperclass)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(declared -> declared.getName().equals(method.getName())
                        && method.getParameterTypes().equals(List.of(declared.getParameterTypes())))
                .map(declared -> declared.getParameters()[parameter.getParameterIndex()])
                .flatMap(declared -> Stream.of(declared.getAnnotations()))
                .map(ProblemMappers::nameOf)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String nameOf(Annotation annotation) {
        return annotation instanceof QueryParam query
                ? query.value()
                : annotation instanceof HeaderParam header ? header.value() : "";
    }

    private static String stripField(String field, String detail) {
        return detail.startsWith(field + " ") ? detail.substring(field.length() + 1) : detail;
    }

    private static Response.ResponseBuilder answer(ProblemType type, String detail, List<FieldError> errors) {
        return Response.status(type.status()).type(ProblemBody.MEDIA_TYPE).entity(ProblemBody.of(type, detail, errors));
    }
}
