package dev.yima.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads paths of names and numbers, as most are, without Groovy: REST Assured compiles a script for each of them, which
 * takes longer than what is tested. Whatever else is asked is answered by REST Assured.
 */
public final class QuickJson extends JsonPath {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /** What a field holds that is empty, or is not there. */
    private static final Object NOTHING = new Object();

    private static final Pattern NAMES = Pattern.compile("[A-Za-z]\\w*(\\[\\d+])?(\\.[A-Za-z]\\w*(\\[\\d+])?)*");
    private static final Pattern STEP = Pattern.compile("\\.|(?=\\[)");

    private final Object root;

    private QuickJson(String text, Object root) {
        super(text);
        this.root = root;
    }

    /** Reads an answer. */
    public static JsonPath of(String text) {
        try {
            return new QuickJson(text, JSON.readValue(text, Object.class));
        } catch (JsonProcessingException e) {
            return JsonPath.from(text);
        }
    }

    /** Reads an answer to REST Assured. */
    public static JsonPath of(Response answer) {
        return of(answer.asString());
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T> @Nullable T get(String path) {
        Optional<Object> found = NAMES.matcher(path).matches() ? follow(path) : Optional.empty();
        if (found.isEmpty()) {
            return super.get(path);
        }
        return found.get() == NOTHING ? null : (T) found.get();
    }

    /** What is there, if it is plain. */
    private Optional<Object> follow(String path) {
        Optional<Object> at = Optional.ofNullable(root);
        for (String step : STEP.split(path)) {
            at = at.flatMap(value -> step(value, step));
        }
        return at.filter(QuickJson::isPlain);
    }

    private static Optional<Object> step(Object value, String step) {
        if (value instanceof Map<?, ?> map) {
            return Optional.of(map.get(step) == null ? NOTHING : map.get(step));
        }
        if (!(value instanceof List<?> list)) {
            return Optional.empty();
        }
        if (step.startsWith("[")) {
            int index = Integer.parseInt(step.substring(1, step.length() - 1));
            return index < list.size() ? Optional.ofNullable(list.get(index)) : Optional.empty();
        }
        // A name of a list is that of each of its elements.
        List<Object> each = new ArrayList<>();
        for (Object one : list) {
            if (!(one instanceof Map<?, ?> map) || map.get(step) == null) {
                return Optional.empty();
            }
            each.add(map.get(step));
        }
        return Optional.of(each);
    }

    /** Fractions are read in another way by REST Assured. */
    private static boolean isPlain(Object value) {
        if (value instanceof Map<?, ?> map) {
            return allPlain(map.values());
        }
        return value instanceof List<?> list ? allPlain(list) : !(value instanceof BigDecimal);
    }

    private static boolean allPlain(Collection<?> values) {
        return values.stream().allMatch(value -> value == null || isPlain(value));
    }
}
