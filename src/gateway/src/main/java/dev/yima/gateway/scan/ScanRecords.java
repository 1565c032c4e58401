package dev.yima.gateway.scan;

import dev.yima.engine.scan.ScanFacts.Intent;
import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.history.ScanRecord;
import dev.yima.gateway.ratelimit.RateLimiter;
import dev.yima.gateway.scan.record.ScanRecorder;
import dev.yima.gateway.scan.record.ScanRecorder.Requester;
import dev.yima.gateway.scan.record.ScanRecorder.Verification;
import dev.yima.gateway.scanstate.ScanStateCache.Purpose;
import dev.yima.gateway.visitor.RequestOrigin;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Records of consumers' scans of genuine codes. */
@ApplicationScoped
class ScanRecords {
    private final ScanRecorder recorder;
    private final RequestOrigin requestOrigin;
    private final RateLimiter limits;

    ScanRecords(ScanRecorder recorder, RequestOrigin requestOrigin, RateLimiter limits) {
        this.recorder = recorder;
        this.limits = limits;
        this.requestOrigin = requestOrigin;
    }

    /** The record of a scan; not written yet. */
    ScanRecord toScanRecord(GenuineScan genuine) {
        IncomingScan scan = genuine.scan();
        return new ScanRecord(
                genuine.lot().brand().id(),
                genuine.code(),
                genuine.member(),
                scan.at(),
                genuine.state().count(),
                genuine.state().counted(),
                scan.place(),
                requestOrigin.of(scan.network(), scan.at()));
    }

    /** Writes the record of a scan that claimed nothing, behind the answer. */
    void write(GenuineScan genuine, ScanRecord scan) {
        Requester person = requester(genuine.scan());
        // The first look has a row in any case: by it a later state of Redis knows that there is a past.
        boolean onlyCounted =
                !limits.mayWriteLook(genuine.scan().network(), genuine.code().lot(), scan.at())
                        && genuine.state().count() > 1;
        recorder.record(new Verification(scan, person, genuine.state().since(), onlyCounted));
    }

    private static Requester requester(IncomingScan scan) {
        if (scan.person().known()) {
            return Requester.KNOWN;
        }
        return scan.intent() == Intent.LOOK ? Requester.PASSER_BY : Requester.CLAIMANT;
    }

    /** The answer with a reward, or null for none; the record is written unless the request only asked. */
    ScanResult answered(GenuineScan genuine, @Nullable Reward reward) {
        return answered(genuine, toScanRecord(genuine), reward);
    }

    /** The same with another record than that of the scan. */
    ScanResult answered(GenuineScan genuine, ScanRecord scan, @Nullable Reward reward) {
        if (genuine.scan().purpose() == Purpose.RECORD) {
            write(genuine, scan);
        }
        return genuine.result(reward, null);
    }
}
