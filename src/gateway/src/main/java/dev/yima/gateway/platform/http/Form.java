package dev.yima.gateway.platform.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a form, as a browser sends them: {@code application/x-www-form-urlencoded}, in UTF-8. Read strictly: a
 * form that is malformed anywhere is refused as a whole.
 */
public final class Form {
    /** The most fields that a form has. */
    static final int FIELDS_MAX = 16;
    /** The longest name or value of a field, in UTF-16 units. */
    static final int LENGTH_MAX = 2_048;

    private static final int HEX = 16;
    private static final int ESCAPE_LENGTH = 3;
    private static final int BYTE = 0xFF;

    private final Map<String, String> fields = new HashMap<>();

    private Form() {}

    /**
     * Reads a form.
     *
     * @param body the body of the request; null for none
     * @return its fields; of several with one name the first
     * @throws Problem when it is no form, or has more than {@value #FIELDS_MAX} fields or too long ones
     */
    public static Form read(byte @Nullable [] body) {
        Form form = new Form();
        if (body == null) {
            return form;
        }
        int from = 0;
        int parts = 0;
        while (from < body.length) {
            int to = indexOf('&', body, from, body.length);
            if (to > from) {
                if (++parts > FIELDS_MAX) {
                    throw new Problem(ProblemType.BODY_TOO_LARGE, "a form must have at most " + FIELDS_MAX + " fields");
                }
                int equals = indexOf('=', body, from, to);
                form.fields.putIfAbsent(decoded(body, from, equals), decoded(body, Math.min(equals + 1, to), to));
            }
            from = to + 1;
        }
        return form;
    }

    /** The value of a field; empty when the form does not have it. */
    public String text(String name) {
        return fields.getOrDefault(name, "");
    }

    private static int indexOf(char sign, byte[] body, int from, int to) {
        int at = from;
        while (at < to && body[at] != sign) {
            at++;
        }
        return at;
    }

    private static String decoded(byte[] body, int from, int to) {
        ByteBuffer bytes = ByteBuffer.allocate(to - from);
        int at = from;
        while (at < to) {
            if (body[at] == '%') {
                if (at + ESCAPE_LENGTH > to) {
                    throw malformed();
                }
                bytes.put((byte) (digit(body[at + 1]) * HEX + digit(body[at + 2])));
                at += ESCAPE_LENGTH;
            } else {
                bytes.put(body[at] == '+' ? (byte) ' ' : body[at]);
                at++;
            }
        }
        String text;
        try {
            text = UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException notUtf8) {
            throw malformed();
        }
        if (text.length() > LENGTH_MAX) {
            throw new Problem(ProblemType.BODY_TOO_LARGE, "a field must have at most " + LENGTH_MAX + " characters");
        }
        return text;
    }

    private static int digit(byte sign) {
        int digit = Character.digit(sign & BYTE, HEX);
        if (digit < 0) {
            throw malformed();
        }
        return digit;
    }

    private static Problem malformed() {
        return new Problem(ProblemType.MALFORMED_BODY, "the body is not a form in UTF-8");
    }
}
