package dev.yima.gateway.platform.rewrap;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Report of a call: what it sealed again, and what is left.
 *
 * @param key the id of the key that seals now
 * @param resealed the secrets that this call sealed again
 * @param remaining the keys that still have secrets under them; a key that is not here any more can be dropped
 */
@Schema(name = "RewrapReport")
public record RewrapReport(
        @Schema(examples = "9c1185a5c5e9fc54") String key,
        @Schema(examples = "500") int resealed,
        List<Remaining> remaining) {
    /**
     * Secrets that are still under a key.
     *
     * @param key the id of the key
     * @param secrets how many; of each kind about ten thousand are counted at most
     * @param live whether the key is live, so that they will be sealed again; otherwise name it in
     *     {@code YIMA_KEK_PREVIOUS}, or they cannot be opened
     */
    @Schema(name = "RemainingSecrets")
    public record Remaining(
            @Schema(examples = "5b1e4ce5a6a0e1f2") String key,
            @Schema(examples = "1200") long secrets,
            boolean live) {}
}
