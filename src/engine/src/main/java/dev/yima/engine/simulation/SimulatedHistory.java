package dev.yima.engine.simulation;

import dev.yima.engine.condition.Conditions;
import dev.yima.engine.condition.Tags;
import dev.yima.engine.prize.Claimant;
import dev.yima.engine.prize.PrizeAward;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.rules.CampaignProgress;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.engine.rules.ClaimDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The claims of a person of a rehearsal so far. Everybody carries the tags that are asked for. Not thread-safe. */
final class SimulatedHistory {
    private final CampaignRules rules;
    private final Map<Integer, Integer> pieces = new HashMap<>();
    private final Deque<Locked> locked = new ArrayDeque<>();
    private Instant day = Instant.MIN;
    private Instant week = Instant.MIN;
    private Instant month = Instant.MIN;
    private Instant last = Instant.MIN;
    private int today;
    private int inWeek;
    private int inMonth;
    private int claims;

    SimulatedHistory(CampaignRules rules) {
        this.rules = rules;
    }

    /** The person, at a moment that is not before the last. */
    Claimant claimant(Instant at) {
        last = at;
        Conditions conditions = rules.conditions();
        if (rules.needHistory()) {
            Instant dayNow = CampaignProgress.day(at, conditions);
            if (!dayNow.equals(day)) {
                Instant weekNow = CampaignProgress.week(at, conditions);
                Instant monthNow = CampaignProgress.month(at, conditions);
                today = 0;
                inWeek = weekNow.equals(week) ? inWeek : 0;
                inMonth = monthNow.equals(month) ? inMonth : 0;
                day = dayNow;
                week = weekNow;
                month = monthNow;
            }
            locked.removeIf(packet -> !packet.until.isAfter(at));
        }
        Set<String> tags =
                conditions.get(Tags.class).<Set<String>>map(Tags::names).orElse(Set.of());
        return new Claimant(at, today, inWeek, inMonth, claims, claims, Map.copyOf(pieces), locked.size(), tags);
    }

    /** Counts the claim that the person just made, and returns the packet that it opened. */
    Optional<PrizeAward> claimed(ClaimDecision decision) {
        today++;
        inWeek++;
        inMonth++;
        claims++;
        Optional<PrizeAward> opened = decision.opens() ? Optional.of(locked.remove().win) : Optional.empty();
        decision.win().ifPresent(this::keep);
        if (decision.win().isPresent()
                && decision.win().get().line() >= rules.pool().prizes().size()) {
            decision.drawn().ifPresent(this::completeSet);
        }
        return opened;
    }

    private void keep(PrizeAward win) {
        if (win.prize().kind() == PrizeKind.PIECE) {
            pieces.merge(win.line(), 1, Integer::sum);
        }
        if (win.prize().details().locks()) {
            locked.add(new Locked(
                    win, last.plus(Duration.ofDays(win.prize().details().lockedDays()))));
        }
    }

    /** A set takes one of each piece, but for the one that was drawn last and never kept. */
    private void completeSet(int drawn) {
        if (rules.pool().prizes().get(drawn).kind() == PrizeKind.PIECE) {
            pieces.replaceAll((line, count) -> line == drawn ? count : count - 1);
        }
    }

    private record Locked(PrizeAward win, Instant until) {}
}
