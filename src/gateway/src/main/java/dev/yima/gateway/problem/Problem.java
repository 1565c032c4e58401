package dev.yima.gateway.problem;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A refusal that becomes the answer to the caller. It carries no stack trace, since it is no fault. */
public final class Problem extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final ProblemType type;
    private final String detail;
    private final @Nullable String field;
    private final Duration retryAfter;

    /** A problem whose title is its detail. */
    public Problem(ProblemType type) {
        this(type, null, type.title(), RETRY_AFTER);
    }

    /** A problem with a sentence about this case. */
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

    /** The problem of a text that is no code. */
    public static Problem malformedCode() {
        return new Problem(
                ProblemType.MALFORMED_CODE,
                "a code has 16 letters and digits, with or without dashes and space; the URL of its label will do");
    }

    /** The problem of a field that breaks its rule. */
    public static Problem invalid(String field, String rule) {
        return at(ProblemType.INVALID_FIELD, field, rule);
    }

    /** The problem of a field that would worsen the published rules of a campaign. */
    public static Problem worsens(String field, String rule) {
        return at(ProblemType.WORSENS_PROMISE, field, rule);
    }

    /** A problem whose cause is one field. */
    public static Problem at(ProblemType type, String field, String rule) {
        return new Problem(type, field, field + " " + rule, RETRY_AFTER);
    }

    /** The problem of a rate limit, which allows requests again after a while. */
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

    /** The field at fault; null when none is. */
    public @Nullable String field() {
        return field;
    }

    /** The value of Retry-After; sent with 429 and 503. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
