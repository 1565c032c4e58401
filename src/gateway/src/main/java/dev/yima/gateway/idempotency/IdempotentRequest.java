package dev.yima.gateway.idempotency;

import dev.yima.gateway.claim.ClaimOutcome;
import dev.yima.gateway.claim.ClaimRequest;
import dev.yima.gateway.problem.Problem;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A request with an Idempotency-Key.
 *
 * @param scope the pseudonym of the person, to whom the key belongs
 * @param key the key: 1 to 128 visible ASCII characters
 * @param fingerprint the parts of the request that a repetition must share
 */
public record IdempotentRequest(UUID scope, String key, String fingerprint) {
    private static final Pattern FORM = Pattern.compile("[!-~]{1,128}");
    /** A random UUID (RFC 9562, 5.4), or its 128 bits in hexadecimal: what a browser makes. */
    private static final Pattern RANDOM =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|[0-9a-f]{32}");

    /** The least different digits of a random key: fewer come once in a hundred thousand. */
    private static final int DIGITS_MIN = 6;

    /**
     * Checks the form of a key.
     *
     * @return the key
     */
    public static String checkKey(String key) {
        if (!FORM.matcher(key).matches()) {
            throw Problem.invalid("Idempotency-Key", "must be 1 to 128 visible ASCII characters");
        }
        return key;
    }

    /**
     * Whether nobody can guess a key: it is a random UUID, or 32 random hexadecimal digits, in small letters. Only such
     * a key may stand for its sender.
     */
    public static boolean isUnguessable(String key) {
        return RANDOM.matcher(key).matches() && key.chars().distinct().count() >= DIGITS_MIN;
    }

    /** The answer that a claim's commit stores for this request. */
    public ClaimRequest.StoredAnswer answeredBy(Function<ClaimOutcome, String> answer) {
        return new ClaimRequest.StoredAnswer(scope, key, fingerprint, answer);
    }
}
