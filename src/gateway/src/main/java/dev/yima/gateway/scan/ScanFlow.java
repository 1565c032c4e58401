package dev.yima.gateway.scan;

import dev.yima.codec.Code;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading;
import dev.yima.codec.CodeReading.Fault;
import dev.yima.codec.CodeReading.Malformed;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.codec.Opening;
import dev.yima.engine.ClaimSlot;
import dev.yima.engine.Decision;
import dev.yima.engine.LotState;
import dev.yima.engine.ScanFacts;
import dev.yima.engine.ScanFacts.ClaimedBy;
import dev.yima.engine.ScanFacts.Intent;
import dev.yima.engine.ScanRules;
import dev.yima.engine.Turn;
import dev.yima.engine.Verdict;
import dev.yima.gateway.channel.Sales;
import dev.yima.gateway.claim.ClaimOutcome;
import dev.yima.gateway.claim.ClaimRequest;
import dev.yima.gateway.claim.Claims;
import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.claim.Sale;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.ScanRecord;
import dev.yima.gateway.lot.Incidents;
import dev.yima.gateway.lot.KnownLot;
import dev.yima.gateway.lot.LotCatalogue;
import dev.yima.gateway.member.People;
import dev.yima.gateway.platform.Ids;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.risk.Limits;
import dev.yima.gateway.risk.RiskGate;
import dev.yima.gateway.risk.RiskGate.Purpose;
import dev.yima.gateway.risk.Sighting;
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
class ScanFlow {
    private static final Duration HOLDING_WITHIN = Duration.ofSeconds(1);

    private final LotCatalogue lots;
    private final Incidents incidents;
    private final Limits limits;
    private final RiskGate gate;
    private final Sales sales;
    private final Claims claims;
    private final LookLog looks;
    private final People people;
    private final Origins origins;
    private final ScanMeters meters;
    private final Clock clock;

    ScanFlow(
            LotCatalogue lots,
            Incidents incidents,
            Limits limits,
            RiskGate gate,
            Sales sales,
            Claims claims,
            LookLog looks,
            People people,
            Origins origins,
            ScanMeters meters,
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
    Uni<ScanResult> visit(Visit visit) {
        return meters.timed(read(visit));
    }

    private Uni<ScanResult> read(Visit visit) {
        CodeReading reading = CodeReader.read(visit.code());
        if (reading instanceof Malformed malformed && malformed.fault() != Fault.UNUSED_LETTER) {
            return Uni.createFrom().failure(new Problem(ProblemType.MALFORMED_CODE));
        }
        return reading instanceof Wellformed wellformed
                ? lots.find(wellformed.code().lot()).flatMap(lot -> open(visit, wellformed.code(), lot))
                : unrecognised(visit, Verdict.UNKNOWN, Optional.empty());
    }

    private Uni<ScanResult> open(Visit visit, Code code, Optional<KnownLot> lot) {
        if (lot.isPresent() && lot.get().codec().open(code) instanceof Opening.Genuine genuine) {
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
    private Uni<ScanResult> unrecognised(Visit visit, Verdict verdict, Optional<KnownLot> owner) {
        meters.unrecognised(verdict);
        Verdict told = visit.audience().mayKnow(owner) ? verdict : verdict.inPublic();
        return Uni.createFrom().item(() -> {
            limits.guess(visit.network(), visit.at());
            return new ScanResult(ScanAnswer.unrecognised(told), visit.person(), null, Packet.NONE);
        });
    }

    private Uni<ScanResult> see(Visit visit, CodeRef code, KnownLot lot) {
        UUID member = people.member(visit.person(), lot.brand().id());
        // The limit is asked first: a scan that is refused must leave no trace at the gate.
        if (visit.person().known()) {
            limits.scan(member.toString(), visit.at());
        }
        return gate.see(code, member, visit.at(), visit.purpose())
                .flatMap(seen -> decide(visit, code, lot, member, seen));
    }

    private Uni<ScanResult> decide(Visit visit, CodeRef code, KnownLot lot, UUID member, Sighting seen) {
        ScanFacts facts = new ScanFacts(
                lot.state(),
                lot.kind(),
                lot.standing(visit.at(), () -> origins.region(visit.network())),
                visit.intent(),
                claimedBy(seen, member),
                seen.seenByOtherThan(member));
        Decision decision = ScanRules.decide(facts);
        Packet packet = Packet.of(facts);
        Answering answering =
                new Answering(visit, code, lot, member, seen, decision.verdict(), packet, refusal(packet, visit));
        if (decision.kind() != Decision.Kind.CLAIM) {
            gate.learn(code, member, seen, null);
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
    private Uni<Sale> sale(Answering asked, Set<ClaimSlot> slots) {
        return slots.isEmpty()
                ? Uni.createFrom().item(Sale.NONE)
                : sales.of(
                        asked.code, asked.member, origins.trace(asked.visit.network(), asked.visit.browser()), slots);
    }

    /** Any other failure leaves open whether the claim was made, and its scan recorded with it. */
    private static boolean neverReachedTheLane(Throwable failure) {
        return failure instanceof Problem problem && problem.type() == ProblemType.OVERLOADED;
    }

    private ScanResult settled(Answering asked, ClaimOutcome outcome) {
        gate.learn(asked.code, asked.member, asked.seen, outcome.holder());
        Answering now = switch (outcome.kind()) {
            case CLAIMED, HELD_BY_SAME_PERSON -> asked.now(asked.verdict, Packet.MINE);
            case HELD_BY_OTHER_PERSON -> asked.now(Verdict.GENUINE_REPEAT, Packet.TAKEN);
            case REFUSED ->
                outcome.refusal() == Turn.Kind.CLOSED
                        ? asked.now(asked.verdict, Packet.EMPTY)
                        : asked.refused(Refusal.of(outcome.refusal()));
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

    private static @Nullable Refusal refusal(Packet packet, Visit visit) {
        if (visit.intent() == Intent.LOOK) {
            return null;
        }
        return switch (packet) {
            case RESTING -> Refusal.OUTSIDE_HOURS;
            case ELSEWHERE -> Refusal.ELSEWHERE;
            case NONE, NOT_YET, SEALED, MINE, TAKEN, EMPTY, OVER -> null;
        };
    }

    private static ClaimedBy claimedBy(Sighting seen, UUID member) {
        if (seen.claimedBy() == null) {
            return ClaimedBy.NOBODY;
        }
        return seen.claimedBy().equals(member) ? ClaimedBy.SAME_PERSON : ClaimedBy.OTHER_PERSON;
    }

    /** A visit to a genuine code, on its way to the answer. */
    private record Answering(
            Visit visit,
            CodeRef code,
            KnownLot lot,
            UUID member,
            Sighting seen,
            Verdict verdict,
            Packet packet,
            @Nullable Refusal refusal) {

        /** The same, now that the claim has been asked for. */
        Answering now(Verdict told, Packet left) {
            return new Answering(visit, code, lot, member, seen, told, left, null);
        }

        /** The same, when the rules give nothing now. */
        Answering refused(@Nullable Refusal why) {
            return new Answering(visit, code, lot, member, seen, verdict, packet, why);
        }

        ScanResult result(@Nullable Reward reward, @Nullable Reward opened) {
            ScanAnswer answer = new ScanAnswer(verdict, seen.count(), seen.firstAt(), member, reward, opened, refusal);
            return new ScanResult(answer, visit.person().meets(lot.brand().id()), lot, packet);
        }
    }
}
