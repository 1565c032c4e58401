package dev.yima.gateway.scan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.yima.engine.scan.StopReason;
import dev.yima.engine.scan.Verdict;
import dev.yima.gateway.claim.Reward;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a scan.
 *
 * @param verdict the verdict on the code
 * @param scanCount the number of counted scans, this one included
 * @param firstScannedAt the time of the first scan
 * @param memberId the person, as the brand knows them
 * @param reward the person's reward of this code
 * @param opened an earlier, locked reward that this scan opened
 * @param refusal the reason for which a packet stays closed; null when it was not asked for, or is open
 * @param stopReason of {@code FROZEN} and {@code VOID}: the reason, as the brand gave it; null for none
 */
@Schema(name = "Scan")
public record ScanAnswer(
        @Schema(examples = "GENUINE_FIRST") Verdict verdict,
        @Schema(examples = "1") long scanCount,
        @Nullable Instant firstScannedAt,
        @Nullable UUID memberId,
        @Nullable Reward reward,
        @Nullable Reward opened,
        @Nullable PacketRefusal refusal,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable StopReason stopReason)
        implements StoppedCode {

    /** The answer for a code that is not recognised: the verdict and nothing else. */
    public static ScanAnswer unrecognised(Verdict verdict) {
        return new ScanAnswer(verdict, 0, null, null, null, null, null, null);
    }
}
