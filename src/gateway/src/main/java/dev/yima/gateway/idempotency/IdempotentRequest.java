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

    /** The answer that a claim's commit stores for this request. */
    public ClaimRequest.StoredAnswer answeredBy(Function<ClaimOutcome, String> answer) {
        return new ClaimRequest.StoredAnswer(scope, key, fingerprint, answer);
    }
}
