package dev.yima.gateway.scan;

import dev.yima.engine.scan.Verdict;
import dev.yima.gateway.claim.Reward;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a scan is answered.
 *
 * @param verdict what the code is
 * @param scanCount how many scans of it are counted, this one included
 * @param firstScannedAt when the first was
 * @param memberId who the person is to the brand
 * @param reward what the person has won with this code
 * @param opened an earlier reward that was locked, and that this scan opened
 * @param refusal why a packet that was asked for stays closed; null when it was not asked for, or is open
 */
@Schema(name = "Scan")
public record ScanAnswer(
        @Schema(examples = "GENUINE_FIRST") Verdict verdict,
        @Schema(examples = "1") long scanCount,
        @Nullable Instant firstScannedAt,
        @Nullable UUID memberId,
        @Nullable Reward reward,
        @Nullable Reward opened,
        @Nullable PacketRefusal refusal) {

    public static ScanAnswer unrecognised(Verdict verdict) {
        return new ScanAnswer(verdict, 0, null, null, null, null, null);
    }
}
