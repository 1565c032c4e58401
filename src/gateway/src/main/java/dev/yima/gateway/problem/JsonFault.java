package dev.yima.gateway.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Problems of JSON that cannot be read: they name the field and what it must be. */
public final class JsonFault {
    private static final int SHOWN_MAX = 50;
    private static final int KNOWN_MAX = 20;

    private JsonFault() {}

    /** The problem of JSON that is none, or does not fit its type. */
    public static Problem of(JsonProcessingException malformed) {
        if (malformed instanceof UnrecognizedPropertyException unknown) {
            return unknownField(unknown);
        }
        if (malformed instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()
                && !(mapping.getCause() instanceof JsonParseException)) {
            return Problem.at(ProblemType.MALFORMED_BODY, path(mapping.getPath()), rule(mapping));
        }
        JsonLocation at = malformed.getLocation();
        String where = at == null || at.getLineNr() < 1
                ? ""
                : ": line " + at.getLineNr() + ", column " + Math.max(1, at.getColumnNr());
        return new Problem(ProblemType.MALFORMED_BODY, "the body is not the JSON that is expected here" + where);
    }

    private static Problem unknownField(UnrecognizedPropertyException unknown) {
        List<String> known = unknown.getKnownPropertyIds() == null
                ? List.of()
                : unknown.getKnownPropertyIds().stream()
                        .map(Object::toString)
                        .sorted()
                        .limit(KNOWN_MAX)
                        .toList();
        String fields = known.isEmpty() ? "" : "; known are " + String.join(", ", known);
        return Problem.at(ProblemType.MALFORMED_BODY, path(unknown.getPath()), "is not a known field here" + fields);
    }

    private static String rule(JsonMappingException malformed) {
        Class<?> type = malformed instanceof MismatchedInputException mismatched
                ? mismatched.getTargetType()
                : malformed.getCause() instanceof InputCoercionException tooLarge ? tooLarge.getTargetType() : null;
        String rule = type == null ? "has the wrong type" : ValueRule.of(type);
        return rule + (malformed instanceof InvalidFormatException format ? value(format.getValue()) : "");
    }

    private static String value(@Nullable Object value) {
        return value == null ? "" : ": " + printable(value.toString());
    }

    /** The place of a field, as in {@code prizes[2].kind}. */
    private static String path(List<Reference> references) {
        StringBuilder path = new StringBuilder();
        for (Reference reference : references) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(printable(reference.getFieldName()));
            }
        }
        return path.toString();
    }

    /** The first characters of a text of a caller; none of one that cannot be shown on a line. */
    static String printable(String text) {
        return printable(text, SHOWN_MAX);
    }

    static String printable(String text, int lengthMax) {
        String shown = text.length() > lengthMax ? text.substring(0, lengthMax) + "…" : text;
        boolean plain = shown.codePoints()
                .allMatch(c -> !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE);
        return plain ? shown : "(unprintable)";
    }
}
