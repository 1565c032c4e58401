package dev.yima.gateway.scan;

import dev.yima.engine.scan.ScanDecision;
import dev.yima.engine.scan.ScanFacts;
import dev.yima.engine.scan.ScanFacts.ClaimedBy;
import dev.yima.engine.scan.ScanFacts.Intent;
import dev.yima.engine.scan.ScanRules;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.lot.catalogue.CachedLot;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.ratelimit.RateLimiter;
import dev.yima.gateway.scanstate.ScanState;
import dev.yima.gateway.scanstate.ScanStateCache;
import dev.yima.gateway.visitor.RequestOrigin;
import dev.yima.gateway.visitor.VisitorCookies;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers scans of genuine codes: counts the scan, decides by the rules, and claims where they permit it. */
@ApplicationScoped
class GenuineScanFlow {
    private final VisitorCookies visitors;
    private final RateLimiter limits;
    private final ScanStateCache scanStates;
    private final RequestOrigin requestOrigin;
    private final ConsumerClaimFlow claims;
    private final ScanRecords records;
    private final UnrecognisedScans unrecognised;

    GenuineScanFlow(
            VisitorCookies visitors,
            RateLimiter limits,
            ScanStateCache scanStates,
            RequestOrigin requestOrigin,
            ConsumerClaimFlow claims,
            ScanRecords records,
            UnrecognisedScans unrecognised) {
        this.visitors = visitors;
        this.limits = limits;
        this.scanStates = scanStates;
        this.requestOrigin = requestOrigin;
        this.claims = claims;
        this.records = records;
        this.unrecognised = unrecognised;
    }

    /**
     * Answers a scan.
     *
     * @param lot the lot of the code, as this serial has it
     * @return fails beyond a limit, or when a claim was asked for and is not known to be durable
     */
    Uni<ScanResult> answer(IncomingScan scan, CodeRef code, CachedLot lot) {
        UUID member = visitors.member(scan.person(), lot.brand().id());
        // The limit is asked first: a scan that is refused must not be counted.
        if (scan.person().known()) {
            limits.scan(member.toString(), scan.at());
        }
        return scanStates
                .lookUp(code, member, scan.at(), scan.purpose())
                .flatMap(state -> decide(scan, code, lot, member, state));
    }

    private Uni<ScanResult> decide(IncomingScan scan, CodeRef code, CachedLot lot, UUID member, ScanState state) {
        ScanFacts facts = new ScanFacts(
                lot.state(),
                lot.kind(),
                lot.standing(scan.at(), () -> requestOrigin.region(scan.network())),
                scan.intent(),
                claimedBy(state, member, scan.intent()),
                state.scannedFirstByOtherThan(member));
        ScanDecision decision = ScanRules.decide(facts);
        PacketState packet = PacketState.of(facts);
        GenuineScan genuine =
                new GenuineScan(scan, code, lot, member, state, decision.verdict(), packet, refusal(packet, scan));
        if (decision.kind() != ScanDecision.Kind.CLAIM) {
            scanStates.mergeHistory(code, member, state, null);
        }
        return switch (decision.kind()) {
            case IGNORE -> unrecognised.answer(scan, decision.verdict(), Optional.of(lot));
            case RECORD -> Uni.createFrom().item(records.answered(genuine, null));
            case ANSWER_AGAIN ->
                claims.holding(genuine)
                        .map(held -> records.answered(
                                genuine,
                                held.flatMap(claim -> claim.rewardFor(member)).orElse(null)));
            // A holder who is left could not be confirmed: nobody can tell now whether the code is taken.
            case CLAIM ->
                state.claimedBy() == null
                        ? claims.claim(genuine)
                        : Uni.createFrom().failure(new Problem(ProblemType.UNAVAILABLE));
        };
    }

    private static @Nullable PacketRefusal refusal(PacketState packet, IncomingScan scan) {
        return scan.intent() == Intent.LOOK ? null : PacketRefusal.of(packet);
    }

    /** Nobody is told that another holds the packet that they ask for, unless PostgreSQL has confirmed it. */
    private static ClaimedBy claimedBy(ScanState state, UUID member, Intent intent) {
        UUID holder = state.claimedBy();
        if (holder == null || (intent == Intent.CLAIM && !state.claimConfirmed())) {
            return ClaimedBy.NOBODY;
        }
        return holder.equals(member) ? ClaimedBy.SAME_PERSON : ClaimedBy.OTHER_PERSON;
    }
}
