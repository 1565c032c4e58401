package dev.yima.gateway.claim.commit;

import dev.yima.engine.condition.Conditions;
import dev.yima.engine.prize.Bonus;
import dev.yima.engine.prize.Claimant;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.PrizePool;
import dev.yima.engine.rules.CampaignProgress;
import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.ClaimRequest;
import dev.yima.gateway.claim.LockedPacket;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;

/** What people did before, as far as the rules of a batch ask, and in that batch itself. Not thread-safe. */
public final class BatchClaimHistory {
    /** Where no rule asks. */
    static final BatchClaimHistory NONE = new BatchClaimHistory(Map.of());

    private final Map<Who, ClaimHistory> pasts;

    private BatchClaimHistory(Map<Who, ClaimHistory> pasts) {
        this.pasts = pasts;
    }

    static BatchClaimHistory of(Map<Who, ClaimHistory> pasts) {
        return new BatchClaimHistory(Map.copyOf(pasts));
    }

    /**
     * A person in a campaign, on a day: a batch may hold scans from both sides of midnight.
     *
     * @param member the person
     * @param campaign the campaign
     * @param today when the day of the request began
     * @param week when its week did
     * @param month when its month did
     */
    public record Who(UUID member, UUID campaign, Instant today, Instant week, Instant month) {
        static Who in(ClaimRequest request) {
            Instant at = request.scan().at();
            Conditions conditions = request.terms().rules().conditions();
            return new Who(
                    request.scan().member(),
                    request.terms().campaign(),
                    CampaignProgress.day(at, conditions),
                    CampaignProgress.week(at, conditions),
                    CampaignProgress.month(at, conditions));
        }
    }

    /** The same, to be added to. */
    BatchClaimHistory copy() {
        Map<Who, ClaimHistory> copies = new HashMap<>();
        pasts.forEach((who, past) -> copies.put(who, past.copy()));
        return new BatchClaimHistory(copies);
    }

    /** Who asks for a claim. */
    Claimant of(ClaimRequest request) {
        Instant at = request.scan().at();
        if (!request.terms().rules().needHistory()) {
            return Claimant.anybody(at);
        }
        ClaimHistory past = past(request);
        return new Claimant(
                at,
                past.today,
                past.inWeek,
                past.inMonth,
                past.inCampaign,
                past.ever,
                past.pieces,
                (int) past.locked.stream()
                        .filter(packet -> packet.expiresAt().isAfter(at))
                        .count(),
                past.tags);
    }

    /** The packet that a claim opens: of those that can be opened, the one that expires first. */
    LockedPacket oldestLocked(ClaimRequest request) {
        return past(request).locked.stream()
                .filter(packet -> packet.expiresAt().isAfter(request.scan().at()))
                .findFirst()
                .orElseThrow();
    }

    /** Adds a claim of this batch. */
    void claimed(Award award) {
        if (!award.request().terms().rules().needHistory()) {
            return;
        }
        Who claimant = Who.in(award.request());
        pasts.forEach((who, past) -> {
            if (who.member().equals(claimant.member())) {
                past.ever++;
                if (who.campaign().equals(claimant.campaign())) {
                    past.today += claimant.today().isBefore(who.today()) ? 0 : 1;
                    past.inWeek += claimant.today().isBefore(who.week()) ? 0 : 1;
                    past.inMonth += claimant.today().isBefore(who.month()) ? 0 : 1;
                    past.inCampaign++;
                    keep(award, past);
                }
            }
        });
    }

    private static void keep(Award award, ClaimHistory past) {
        award.opens().ifPresent(past.locked::remove);
        if (award.isLocked()) {
            past.lock(award.locked());
        }
        PrizePool pool = award.request().terms().rules().pool();
        award.win()
                .filter(win -> win.prize().kind() == PrizeKind.PIECE)
                .ifPresent(win -> past.pieces.merge(win.line(), 1, Integer::sum));
        award.drawn().ifPresent(drawn -> handIn(pool, award.line().orElseThrow(), drawn, 1, past.pieces));
    }

    /**
     * Takes the pieces of sets that were completed: one of each, but for the one that completed it and was never kept.
     *
     * @param line the line that was given
     * @param drawn the line that was drawn in its place
     * @param times how often
     */
    static void handIn(PrizePool pool, int line, int drawn, int times, Map<Integer, Integer> pieces) {
        Bonus bonus = pool.bonuses().get(line - pool.prizes().size());
        if (bonus.completesSet()) {
            IntStream.range(0, pool.prizes().size())
                    .filter(piece -> piece != drawn && pool.prizes().get(piece).kind() == PrizeKind.PIECE)
                    .forEach(piece -> pieces.merge(piece, -times, Integer::sum));
        }
    }

    private ClaimHistory past(ClaimRequest request) {
        return Objects.requireNonNull(pasts.get(Who.in(request)), "everybody whose past the rules ask for is known");
    }
}
