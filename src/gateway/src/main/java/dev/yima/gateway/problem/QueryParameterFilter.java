package dev.yima.gateway.problem;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;

/**
 * Refuses query parameters of the API that the call does not declare, that come twice, or whose value is none of their
 * type. An optional parameter with a typing error would otherwise be silence, one with a wrong value a missing page.
 */
@Provider
public class QueryParameterFilter implements ResteasyReactiveContainerRequestFilter {
    private static final String API = "/api/";
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");
    private static final Pattern TRUTH = Pattern.compile("true|false");

    private final Map<Method, Map<String, Class<?>>> declared = new ConcurrentHashMap<>();

    QueryParameterFilter() {}

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request) {
        MultivaluedMap<String, String> given = request.getUriInfo().getQueryParameters();
        if (given.isEmpty() || !request.getUriInfo().getRequestUri().getPath().startsWith(API)) {
            return;
        }
        Map<String, Class<?>> known = declared.computeIfAbsent(
                request.getServerRequestContext()
                        .getResteasyReactiveResourceInfo()
                        .getMethod(),
                QueryParameterFilter::declaredBy);
        given.forEach((name, values) -> {
            Class<?> type = known.get(name);
            if (type == null) {
                throw Problem.invalid(
                        JsonFault.printable(name),
                        "is not a known parameter here"
                                + (known.isEmpty() ? "" : "; known are " + String.join(", ", known.keySet())));
            }
            if (values.size() > 1) {
                throw Problem.invalid(name, "must be given once");
            }
            if (!fits(type, values.get(0))) {
                throw Problem.invalid(name, ValueRule.of(type) + ": " + JsonFault.printable(values.get(0)));
            }
        });
    }

    private static Map<String, Class<?>> declaredBy(Method call) {
        Map<String, Class<?>> parameters = new TreeMap<>();
        for (Parameter parameter : call.getParameters()) {
            QueryParam query = parameter.getAnnotation(QueryParam.class);
            if (query != null) {
                parameters.put(query.value(), parameter.getType());
            }
        }
        return parameters;
    }

    private static boolean fits(Class<?> type, String value) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .anyMatch(constant -> constant.toString().equals(value));
        }
        if (type == UUID.class) {
            return isUuid(value);
        }
        if (type == int.class) {
            return NUMBER.matcher(value).matches();
        }
        return type == boolean.class ? TRUTH.matcher(value).matches() : ValueRule.isStorable(value);
    }

    private static boolean isUuid(String value) {
        try {
            return UUID.fromString(value).toString().equalsIgnoreCase(value);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
