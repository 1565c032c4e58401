package dev.yima.gateway.problem;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A refusal that the caller is told about. It carries no stack trace: it is an answer, not an accident. */
public final class Problem extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final ProblemType type;
    private final String detail;
    private final @Nullable String field;
    private final Duration retryAfter;

    /** A problem that its title says all about. */
    public Problem(ProblemType type) {
        this(type, null, type.title(), RETRY_AFTER);
    }

    /** A problem with a sentence about this one case. */
    public Problem(ProblemType type, String detail) {
        this(type, null, detail, RETRY_AFTER);
    }

    private Problem(ProblemType type, @Nullable String field, String detail, Duration retryAfter) {
        super(detail, null, false, false);
        this.type = type;
        this.detail = detail;
        this.field = field;
        this.retryAfter = retryAfter;
    }

    /** A field that breaks its rule. */
    public static Problem invalid(String field, String rule) {
        return at(ProblemType.INVALID_FIELD, field, rule);
    }

    /** A field that would worsen what was promised. */
    public static Problem worsens(String field, String rule) {
        return at(ProblemType.WORSENS_PROMISE, field, rule);
    }

    /** A cause that lies in one field. */
    public static Problem at(ProblemType type, String field, String rule) {
        return new Problem(type, field, field + " " + rule, RETRY_AFTER);
    }

    /** A limit that opens again after a while. */
    public static Problem tooMany(ProblemType type, Duration retryAfter) {
        return new Problem(type, null, type.title(), retryAfter);
    }

    /** The cause. */
    public ProblemType type() {
        return type;
    }

    /** The sentence about this case. */
    public String detail() {
        return detail;
    }

    /** The field at fault, if one is. */
    public @Nullable String field() {
        return field;
    }

    /** When to come back; for 429 and 503. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
