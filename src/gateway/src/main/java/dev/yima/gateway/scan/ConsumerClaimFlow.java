package dev.yima.gateway.scan;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.rules.ClaimDecision;
import dev.yima.engine.scan.ScanFacts.Intent;
import dev.yima.engine.scan.Verdict;
import dev.yima.gateway.campaign.publication.RunningCampaign;
import dev.yima.gateway.claim.ClaimOutcome;
import dev.yima.gateway.claim.ClaimRequest;
import dev.yima.gateway.claim.Claims;
import dev.yima.gateway.claim.SaleAttribution;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.scanstate.ScanStateCache;
import dev.yima.gateway.supply.commission.SaleAttributor;
import dev.yima.gateway.visitor.RequestOrigin;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** A consumer's claim on a genuine code. */
@ApplicationScoped
class ConsumerClaimFlow {
    private final Claims claims;
    private final SaleAttributor sales;
    private final ScanStateCache scanStates;
    private final ScanRecords records;
    private final RequestOrigin requestOrigin;
    private final ScanAnswerJson json;
    private final Clock clock;

    ConsumerClaimFlow(
            Claims claims,
            SaleAttributor sales,
            ScanStateCache scanStates,
            ScanRecords records,
            RequestOrigin requestOrigin,
            ScanAnswerJson json,
            Clock clock) {
        this.claims = claims;
        this.sales = sales;
        this.scanStates = scanStates;
        this.records = records;
        this.requestOrigin = requestOrigin;
        this.json = json;
        this.clock = clock;
    }

    /**
     * The claim that a consumer holds on the code; empty when there is none. A scan that only looks is answered without
     * it while the database is away.
     */
    Uni<Optional<Claims.HeldClaim>> holding(GenuineScan asked) {
        Uni<Optional<Claims.HeldClaim>> held = claims.find(asked.code(), ClaimSlot.CONSUMER);
        return asked.scan().intent() == Intent.LOOK ? held.onFailure().recoverWithItem(Optional.empty()) : held;
    }

    /** Claims the code's packet; fails with {@code UNAVAILABLE} while the rules of its campaign may be out of date. */
    Uni<ScanResult> claim(GenuineScan asked) {
        if (!asked.lot().fresh()) {
            return Uni.createFrom().failure(new Problem(ProblemType.UNAVAILABLE));
        }
        RunningCampaign campaign = asked.lot().campaign();
        if (campaign == null) {
            throw new IllegalStateException("a running campaign has terms");
        }
        return attribution(asked, campaign.terms().rules().slots())
                .map(sale -> new ClaimRequest(
                        Ids.next(clock),
                        ClaimSlot.CONSUMER,
                        campaign.terms(),
                        records.toScanRecord(asked),
                        Optional.empty(),
                        sale,
                        stored(asked)))
                .flatMap(claims::claim)
                .onFailure(ConsumerClaimFlow::wasNeverTried)
                .invoke(() -> records.write(asked, records.toScanRecord(asked)))
                .map(outcome -> answer(asked, outcome));
    }

    /** The answer as the claim's commit stores it, for a request with an Idempotency-Key. */
    private Optional<ClaimRequest.StoredAnswer> stored(GenuineScan asked) {
        return Optional.ofNullable(asked.scan().idempotent())
                .map(request -> request.answeredBy(
                        outcome -> json.write(asked.won(outcome).answer())));
    }

    /** The partners that earn by a claim; none where the campaign has no rewards for them. */
    private Uni<SaleAttribution> attribution(GenuineScan asked, Set<ClaimSlot> slots) {
        return slots.isEmpty()
                ? Uni.createFrom().item(SaleAttribution.NONE)
                : sales.of(
                        asked.code(),
                        asked.member(),
                        requestOrigin.trace(asked.scan().network(), asked.scan().browser()),
                        slots);
    }

    /** Any other failure leaves open whether the claim was made, and its scan recorded with it. */
    private static boolean wasNeverTried(Throwable failure) {
        return failure instanceof Problem problem && problem.type() == ProblemType.OVERLOADED;
    }

    private ScanResult answer(GenuineScan asked, ClaimOutcome outcome) {
        scanStates.mergeHistory(asked.code(), asked.member(), asked.state(), outcome.holder());
        GenuineScan done = switch (outcome.kind()) {
            case CLAIMED, HELD_BY_SAME_PERSON -> asked.claimed(asked.verdict(), PacketState.MINE);
            case HELD_BY_OTHER_PERSON -> asked.claimed(Verdict.GENUINE_REPEAT, PacketState.TAKEN);
            case REFUSED ->
                outcome.refusal() == ClaimDecision.Kind.CLOSED
                        ? asked.claimed(asked.verdict(), PacketState.EMPTY)
                        : asked.refused(PacketRefusal.of(outcome.refusal()));
        };
        return switch (outcome.kind()) {
            case CLAIMED -> asked.won(outcome);
            // The same person's claim was recorded with a scan of its own a moment ago.
            case HELD_BY_SAME_PERSON ->
                records.answered(done, records.toScanRecord(done).uncounted(), outcome.reward());
            case HELD_BY_OTHER_PERSON, REFUSED -> records.answered(done, outcome.reward());
        };
    }
}
