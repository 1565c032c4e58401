package dev.yima.gateway.partnerapp.action;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.claim.CampaignDraw;
import dev.yima.gateway.claim.ClaimOutcome;
import dev.yima.gateway.claim.ClaimRequest;
import dev.yima.gateway.claim.Claims;
import dev.yima.gateway.claim.PartnerClaim;
import dev.yima.gateway.claim.SaleAttribution;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.ScanRecord;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.scan.record.ScanRecorder;
import dev.yima.gateway.scan.record.ScanRecorder.Requester;
import dev.yima.gateway.scan.record.ScanRecorder.Verification;
import dev.yima.gateway.scanstate.ScanState;
import dev.yima.gateway.scanstate.ScanStateCache;
import dev.yima.gateway.scanstate.ScanStateCache.Purpose;
import dev.yima.gateway.visitor.EmployeeRequest;
import dev.yima.gateway.visitor.RequestOrigin;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** Claims of partners' employees, and the records of their scans. */
@ApplicationScoped
class PartnerClaims {
    private final Claims claims;
    private final ScanStateCache scanStates;
    private final ScanRecorder recorder;
    private final RequestOrigin requestOrigin;
    private final Clock clock;

    PartnerClaims(
            Claims claims, ScanStateCache scanStates, ScanRecorder recorder, RequestOrigin requestOrigin, Clock clock) {
        this.claims = claims;
        this.scanStates = scanStates;
        this.recorder = recorder;
        this.requestOrigin = requestOrigin;
        this.clock = clock;
    }

    /** The claim of a code's slot; empty while nobody has claimed it. */
    Uni<Optional<Claims.HeldClaim>> holding(CodeRef code, ClaimSlot slot) {
        return claims.find(code, slot);
    }

    /** Counts a scan, and gives its record; writing that is left to a claim or to {@link #recordScan}. */
    Uni<ScanRecord> toScanRecord(EmployeeRequest request, PartnerItem item) {
        return count(request, item).map(state -> scanRecord(request, item, state));
    }

    /** Counts a scan and writes its record behind the answer. */
    Uni<ScanRecord> recordScan(EmployeeRequest request, PartnerItem item) {
        return count(request, item).map(state -> {
            ScanRecord scan = scanRecord(request, item, state);
            recorder.record(new Verification(scan, Requester.KNOWN, state.since(), false));
            return scan;
        });
    }

    private Uni<ScanState> count(EmployeeRequest request, PartnerItem item) {
        return scanStates
                .lookUp(item.code(), item.member(), request.at(), Purpose.RECORD)
                .invoke(state -> scanStates.mergeHistory(item.code(), item.member(), state, null));
    }

    private ScanRecord scanRecord(EmployeeRequest request, PartnerItem item, ScanState state) {
        return new ScanRecord(
                item.brand(),
                item.code(),
                item.member(),
                request.at(),
                state.count(),
                state.counted(),
                null,
                requestOrigin.of(request.network(), request.at()));
    }

    /** Claims a slot of a code for a partner; the scan's member is the claimant. */
    Uni<ClaimOutcome> claim(ClaimSlot slot, CampaignDraw draw, ScanRecord scan, PartnerClaim partner) {
        return claims.claim(new ClaimRequest(
                Ids.next(clock), slot, draw, scan, Optional.of(partner), SaleAttribution.NONE, Optional.empty()));
    }
}
