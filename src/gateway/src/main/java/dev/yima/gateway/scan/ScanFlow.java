package dev.yima.gateway.scan;

import dev.yima.codec.Code;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading;
import dev.yima.codec.CodeReading.Fault;
import dev.yima.codec.CodeReading.Malformed;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.codec.OpenResult;
import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.rules.ClaimDecision;
import dev.yima.engine.scan.LotState;
import dev.yima.engine.scan.ScanDecision;
import dev.yima.engine.scan.ScanFacts;
import dev.yima.engine.scan.ScanFacts.ClaimedBy;
import dev.yima.engine.scan.ScanFacts.Intent;
import dev.yima.engine.scan.ScanRules;
import dev.yima.engine.scan.Verdict;
import dev.yima.gateway.claim.ClaimOutcome;
import dev.yima.gateway.claim.ClaimRequest;
import dev.yima.gateway.claim.Claims;
import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.claim.SaleAttribution;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.ScanRecord;
import dev.yima.gateway.lot.catalogue.CachedLot;
import dev.yima.gateway.lot.catalogue.LotCatalogue;
import dev.yima.gateway.lot.handover.LeakIncidents;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.ratelimit.RateLimiter;
import dev.yima.gateway.scan.record.ScanRecorder;
import dev.yima.gateway.scanstate.ScanState;
import dev.yima.gateway.scanstate.ScanStateCache;
import dev.yima.gateway.scanstate.ScanStateCache.Purpose;
import dev.yima.gateway.supply.commission.SaleAttributor;
import dev.yima.gateway.visitor.RequestOrigin;
import dev.yima.gateway.visitor.VisitorCookies;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One scan from the first symbol to the answer; the one place where the features meet. */
@ApplicationScoped
public class ScanFlow {
    private static final Duration HOLDING_WITHIN = Duration.ofSeconds(1);

    private final LotCatalogue lots;
    private final LeakIncidents incidents;
    private final RateLimiter limits;
    private final ScanStateCache gate;
    private final SaleAttributor sales;
    private final Claims claims;
    private final ScanRecorder looks;
    private final VisitorCookies people;
    private final RequestOrigin origins;
    private final ScanMetrics meters;
    private final Clock clock;

    ScanFlow(
            LotCatalogue lots,
            LeakIncidents incidents,
            RateLimiter limits,
            ScanStateCache gate,
            SaleAttributor sales,
            Claims claims,
            ScanRecorder looks,
            VisitorCookies people,
            RequestOrigin origins,
            ScanMetrics meters,
            Clock clock) {
        this.lots = lots;
        this.incidents = incidents;
        this.limits = limits;
        this.gate = gate;
        this.sales = sales;
        this.claims = claims;
        this.looks = looks;
        this.people = people;
        this.origins = origins;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Answers a visit.
     *
     * @return fails with a {@link Problem} for a text that is no code at all, beyond a limit, or when a claim was asked
     *     for and is not known to be durable
     */
    public Uni<ScanResult> visit(IncomingScan visit) {
        return meters.timed(read(visit));
    }

    private Uni<ScanResult> read(IncomingScan visit) {
        CodeReading reading = CodeReader.read(visit.code());
        if (reading instanceof Malformed malformed && malformed.fault() != Fault.UNUSED_LETTER) {
            return Uni.createFrom().failure(new Problem(ProblemType.MALFORMED_CODE));
        }
        return reading instanceof Wellformed wellformed
                ? lots.find(wellformed.code().lot()).flatMap(lot -> open(visit, wellformed.code(), lot))
                : unrecognised(visit, Verdict.UNKNOWN, Optional.empty());
    }

    private Uni<ScanResult> open(IncomingScan visit, Code code, Optional<CachedLot> lot) {
        if (lot.isPresent() && lot.get().codec().open(code) instanceof OpenResult.Genuine genuine) {
            CodeRef ref = new CodeRef(code.lot().value(), genuine.serial());
            boolean leaked = incidents.noticed(lot.get(), genuine.serial(), visit.at());
            return leaked || lot.get().state() == LotState.MINTED
                    ? unrecognised(visit, Verdict.NOT_ACTIVE, lot)
                    : see(visit, ref, lot.get().at(genuine.serial()))
                            .invoke(result -> meters.answered(result.answer()));
        }
        return unrecognised(visit, Verdict.UNKNOWN, lot);
    }

    /** The same road for a forgery and for a code that is not on sale, so that the two cannot be told apart. */
    private Uni<ScanResult> unrecognised(IncomingScan visit, Verdict verdict, Optional<CachedLot> owner) {
        meters.unrecognised(verdict);
        Verdict told = visit.audience().mayKnow(owner.map(lot -> lot.brand().id())) ? verdict : verdict.inPublic();
        return Uni.createFrom().item(() -> {
            limits.guess(visit.network(), visit.at());
            return new ScanResult(ScanAnswer.unrecognised(told), visit.person(), null, PacketState.NONE);
        });
    }

    private Uni<ScanResult> see(IncomingScan visit, CodeRef code, CachedLot lot) {
        UUID member = people.member(visit.person(), lot.brand().id());
        // The limit is asked first: a scan that is refused must leave no trace at the gate.
        if (visit.person().known()) {
            limits.scan(member.toString(), visit.at());
        }
        return gate.lookUp(code, member, visit.at(), visit.purpose())
                .flatMap(seen -> decide(visit, code, lot, member, seen));
    }

    private Uni<ScanResult> decide(IncomingScan visit, CodeRef code, CachedLot lot, UUID member, ScanState seen) {
        ScanFacts facts = new ScanFacts(
                lot.state(),
                lot.kind(),
                lot.standing(visit.at(), () -> origins.region(visit.network())),
                visit.intent(),
                claimedBy(seen, member),
                seen.scannedFirstByOtherThan(member));
        ScanDecision decision = ScanRules.decide(facts);
        PacketState packet = PacketState.of(facts);
        Answering answering =
                new Answering(visit, code, lot, member, seen, decision.verdict(), packet, refusal(packet, visit));
        if (decision.kind() != ScanDecision.Kind.CLAIM) {
            gate.mergeHistory(code, member, seen, null);
        }
        return switch (decision.kind()) {
            case IGNORE -> unrecognised(visit, decision.verdict(), Optional.of(lot));
            case RECORD -> Uni.createFrom().item(recorded(answering, null));
            case ANSWER_AGAIN ->
                holding(answering)
                        .map(held -> recorded(
                                answering, held.flatMap(Claims.Holding::reward).orElse(null)));
            case CLAIM -> claim(answering);
        };
    }

    /** The claim that the person holds. Whoever only looks is answered without it while the database is away. */
    private Uni<Optional<Claims.Holding>> holding(Answering asked) {
        Uni<Optional<Claims.Holding>> held = claims.holding(asked.code, ClaimSlot.CONSUMER)
                .ifNoItem()
                .after(HOLDING_WITHIN)
                .fail();
        return asked.visit.intent() == Intent.LOOK ? held.onFailure().recoverWithItem(Optional.empty()) : held;
    }

    private Uni<ScanResult> claim(Answering asked) {
        if (!asked.lot.fresh()) {
            return Uni.createFrom().failure(new Problem(ProblemType.UNAVAILABLE));
        }
        var campaign = asked.lot.campaign();
        if (campaign == null) {
            throw new IllegalStateException("a running campaign has terms");
        }
        return sale(asked, campaign.terms().rules().slots())
                .map(sale -> new ClaimRequest(
                        Ids.next(clock), ClaimSlot.CONSUMER, campaign.terms(), record(asked), Optional.empty(), sale))
                .flatMap(claims::claim)
                .onFailure(ScanFlow::neverReachedTheLane)
                .invoke(() -> looks.record(record(asked)))
                .map(outcome -> settled(asked, outcome));
    }

    /** Who earns by a claim, where its campaign gives others anything. */
    private Uni<SaleAttribution> sale(Answering asked, Set<ClaimSlot> slots) {
        return slots.isEmpty()
                ? Uni.createFrom().item(SaleAttribution.NONE)
                : sales.of(
                        asked.code, asked.member, origins.trace(asked.visit.network(), asked.visit.browser()), slots);
    }

    /** Any other failure leaves open whether the claim was made, and its scan recorded with it. */
    private static boolean neverReachedTheLane(Throwable failure) {
        return failure instanceof Problem problem && problem.type() == ProblemType.OVERLOADED;
    }

    private ScanResult settled(Answering asked, ClaimOutcome outcome) {
        gate.mergeHistory(asked.code, asked.member, asked.seen, outcome.holder());
        Answering now = switch (outcome.kind()) {
            case CLAIMED, HELD_BY_SAME_PERSON -> asked.now(asked.verdict, PacketState.MINE);
            case HELD_BY_OTHER_PERSON -> asked.now(Verdict.GENUINE_REPEAT, PacketState.TAKEN);
            case REFUSED ->
                outcome.refusal() == ClaimDecision.Kind.CLOSED
                        ? asked.now(asked.verdict, PacketState.EMPTY)
                        : asked.refused(PacketRefusal.of(outcome.refusal()));
        };
        return switch (outcome.kind()) {
            case CLAIMED -> now.result(outcome.reward(), outcome.opened());
            // The same person's claim was recorded with a scan of its own a moment ago.
            case HELD_BY_SAME_PERSON -> recorded(now, record(now).uncounted(), outcome.reward());
            case HELD_BY_OTHER_PERSON, REFUSED -> recorded(now, record(now), outcome.reward());
        };
    }

    private ScanResult recorded(Answering asked, @Nullable Reward reward) {
        return recorded(asked, record(asked), reward);
    }

    private ScanResult recorded(Answering asked, ScanRecord scan, @Nullable Reward reward) {
        if (asked.visit.purpose() == Purpose.RECORD) {
            looks.record(scan);
        }
        return asked.result(reward, null);
    }

    private ScanRecord record(Answering asked) {
        return new ScanRecord(
                asked.lot.brand().id(),
                asked.code,
                asked.member,
                asked.visit.at(),
                asked.seen.count(),
                asked.seen.counted(),
                asked.visit.place(),
                origins.of(asked.visit.network(), asked.visit.at()));
    }

    private static @Nullable PacketRefusal refusal(PacketState packet, IncomingScan visit) {
        if (visit.intent() == Intent.LOOK) {
            return null;
        }
        return switch (packet) {
            case RESTING -> PacketRefusal.OUTSIDE_HOURS;
            case ELSEWHERE -> PacketRefusal.ELSEWHERE;
            case NONE, NOT_YET, SEALED, MINE, TAKEN, EMPTY, OVER -> null;
        };
    }

    private static ClaimedBy claimedBy(ScanState seen, UUID member) {
        if (seen.claimedBy() == null) {
            return ClaimedBy.NOBODY;
        }
        return seen.claimedBy().equals(member) ? ClaimedBy.SAME_PERSON : ClaimedBy.OTHER_PERSON;
    }

    /** A visit to a genuine code, on its way to the answer. */
    private record Answering(
            IncomingScan visit,
            CodeRef code,
            CachedLot lot,
            UUID member,
            ScanState seen,
            Verdict verdict,
            PacketState packet,
            @Nullable PacketRefusal refusal) {

        /** The same, now that the claim has been asked for. */
        Answering now(Verdict told, PacketState left) {
            return new Answering(visit, code, lot, member, seen, told, left, null);
        }

        /** The same, when the rules give nothing now. */
        Answering refused(@Nullable PacketRefusal why) {
            return new Answering(visit, code, lot, member, seen, verdict, packet, why);
        }

        ScanResult result(@Nullable Reward reward, @Nullable Reward opened) {
            ScanAnswer answer = new ScanAnswer(verdict, seen.count(), seen.firstAt(), member, reward, opened, refusal);
            return new ScanResult(answer, visit.person().meets(lot.brand().id()), lot, packet);
        }
    }
}
