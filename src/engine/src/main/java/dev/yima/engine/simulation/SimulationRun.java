package dev.yima.engine.simulation;

import dev.yima.engine.condition.Condition.ClaimAttempt;
import dev.yima.engine.draw.Draw;
import dev.yima.engine.prize.PrizeAward;
import dev.yima.engine.rules.CampaignProgress;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.engine.rules.ClaimDecision;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** One play of a rehearsal, from the first claim to the last. Not thread-safe. */
final class SimulationRun {
    /** A day that never comes. */
    static final int NEVER = Integer.MAX_VALUE;

    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);

    private final Rehearsal rehearsal;
    private final CampaignRules rules;
    private final Draw draw;
    private final RandomGenerator random;
    private final Map<Integer, SimulatedHistory> histories = new HashMap<>();
    private final long[] cash;
    private final long[] points;
    private CampaignProgress progress;
    private long huntersCash;
    private long refused;
    private int honestClaims;
    private int honestPeople;
    private int emptyAfter = NEVER;
    private int people;

    SimulationRun(Rehearsal rehearsal, CampaignRules rules, Draw draw, long random) {
        this.rehearsal = rehearsal;
        this.rules = rules;
        this.draw = draw;
        this.random = new SplittableRandom(random);
        this.progress = CampaignProgress.none(rules.pool());
        this.cash = new long[rehearsal.claimsByDay().size()];
        this.points = new long[cash.length];
    }

    /** Plays all claims; of the people only their number is kept. */
    SimulationRun toTheEnd() {
        for (int day = 0; day < cash.length; day++) {
            int claims = rehearsal.claimsByDay().get(day);
            Instant begins = begins(day);
            long seconds = Duration.between(begins, begins(day + 1)).toSeconds();
            for (int claim = 0; claim < claims; claim++) {
                claim(day, begins.plusSeconds(claim * seconds / claims));
            }
            if (emptyAfter == NEVER && progress.position() >= rules.pool().claims()) {
                emptyAfter = day + 1;
            }
        }
        people = histories.size();
        histories.clear();
        return this;
    }

    private Instant begins(int day) {
        return FIRST_DAY.plusDays(day).atStartOfDay(rules.conditions().zone()).toInstant();
    }

    private void claim(int day, Instant at) {
        boolean isHunter = random.nextDouble() < rehearsal.hunters().share();
        int person = isHunter ? -1 - random.nextInt(rehearsal.hunters().people()) : honestPerson();
        SimulatedHistory history = histories.computeIfAbsent(person, somebody -> new SimulatedHistory(rules));
        if (rules.conditions()
                .refusal(new ClaimAttempt(at, rules.conditions().zone(), Optional::empty))
                .isPresent()) {
            refused++;
            return;
        }
        ClaimDecision decision = rules.decide(draw, progress, history.claimant(at));
        progress = decision.after();
        if (decision.kind() == ClaimDecision.Kind.TAKEN) {
            history.claimed(decision).ifPresent(opened -> win(opened, day, isHunter));
            decision.win().filter(win -> !win.prize().details().locks()).ifPresent(win -> win(win, day, isHunter));
        }
        refused += decision.kind() == ClaimDecision.Kind.TAKEN || decision.kind() == ClaimDecision.Kind.CLOSED ? 0 : 1;
    }

    /** Somebody new as often as the share of those who return allows, otherwise somebody who was here. */
    private int honestPerson() {
        double fresh = 1 - rehearsal.returningShare();
        honestClaims++;
        return honestPeople < Math.ceil(honestClaims * fresh - 1e-9) ? honestPeople++ : random.nextInt(honestPeople);
    }

    private void win(PrizeAward win, int day, boolean isHunter) {
        switch (win.prize().kind()) {
            case CASH -> {
                cash[day] += win.amount();
                huntersCash += isHunter ? win.amount() : 0;
            }
            case POINTS -> points[day] += win.amount();
            case COUPON, GIFT, PIECE, THANKS -> {
                // Counted by nobody yet: they cost what their brand pays for them.
            }
        }
    }

    long[] cash() {
        return cash;
    }

    long[] points() {
        return points;
    }

    long huntersCash() {
        return huntersCash;
    }

    long refused() {
        return refused;
    }

    long people() {
        return people;
    }

    /** The day on which the pool ran out, from 1; {@link #NEVER} when it did not. */
    int emptyAfter() {
        return emptyAfter;
    }
}
