package dev.yima.gateway.scan;

import dev.yima.engine.scan.StopReason;
import dev.yima.engine.scan.Verdict;
import dev.yima.gateway.claim.ClaimOutcome;
import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.lot.catalogue.CachedLot;
import dev.yima.gateway.scanstate.ScanState;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A scan of a genuine code, on its way to the answer.
 *
 * @param scan the scan
 * @param code the code
 * @param lot its lot, as this serial has it
 * @param member the visitor, as the brand knows them
 * @param state the scans and the claim of the code that are known
 * @param verdict the verdict
 * @param packet the packet, as the visitor is told of it
 * @param refusal the reason for which the packet stays closed; null when it was not asked for, or is open
 */
record GenuineScan(
        IncomingScan scan,
        CodeRef code,
        CachedLot lot,
        UUID member,
        ScanState state,
        Verdict verdict,
        PacketState packet,
        @Nullable PacketRefusal refusal) {

    /** The same after the claim. */
    GenuineScan claimed(Verdict told, PacketState left) {
        return new GenuineScan(scan, code, lot, member, state, told, left, PacketRefusal.of(left));
    }

    /** The same when the rules gave nothing. */
    GenuineScan refused(@Nullable PacketRefusal why) {
        return new GenuineScan(scan, code, lot, member, state, verdict, packet, why);
    }

    /**
     * The answer.
     *
     * @param reward the visitor's reward of this code; null for none
     * @param opened an earlier reward that this scan unlocked; null for none
     */
    ScanResult result(@Nullable Reward reward, @Nullable Reward opened) {
        StopReason stopped = verdict == Verdict.FROZEN || verdict == Verdict.VOID ? lot.stopReason() : null;
        ScanAnswer answer =
                new ScanAnswer(verdict, state.count(), state.firstAt(), member, reward, opened, refusal, stopped);
        return new ScanResult(answer, scan.person().meets(lot.brand().id()), lot, packet, false);
    }

    /** The answer to the scan that made the claim. */
    ScanResult won(ClaimOutcome outcome) {
        ScanResult told = claimed(verdict, PacketState.MINE).result(outcome.reward(), outcome.opened());
        return new ScanResult(told.answer(), told.person(), told.lot(), told.packet(), true);
    }
}
