package dev.yima.gateway.claim.commit;

import dev.yima.engine.prize.Bonus;
import dev.yima.engine.prize.Claimant;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.PrizePool;
import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.ClaimRequest;
import dev.yima.gateway.claim.LockedPacket;
import dev.yima.gateway.claim.MemberInCampaign;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;

/** Earlier claims of a batch's claimants, as far as the rules ask, and those of the batch itself. Not thread-safe. */
final class BatchClaimHistory {
    /** The history of a batch for which no rule asks. */
    static final BatchClaimHistory NONE = new BatchClaimHistory(Map.of());

    private final Map<ClaimantKey, ClaimHistory> histories;

    private BatchClaimHistory(Map<ClaimantKey, ClaimHistory> histories) {
        this.histories = histories;
    }

    static BatchClaimHistory of(Map<ClaimantKey, ClaimHistory> histories) {
        return new BatchClaimHistory(Map.copyOf(histories));
    }

    /**
     * A claimant in the periods of a request.
     *
     * @param claimant the claimant
     * @param periods the periods
     */
    record ClaimantKey(MemberInCampaign claimant, ClaimPeriods periods) {
        static ClaimantKey of(ClaimRequest request) {
            return new ClaimantKey(request.claimant(), ClaimPeriods.of(request));
        }

        UUID member() {
            return claimant.member();
        }

        UUID campaign() {
            return claimant.campaign();
        }
    }

    /** A copy to which claims can be added. */
    BatchClaimHistory copy() {
        Map<ClaimantKey, ClaimHistory> copies = new HashMap<>();
        histories.forEach((key, history) -> copies.put(key, history.copy()));
        return new BatchClaimHistory(copies);
    }

    /** The claimant of a request, as the rules see them. */
    Claimant claimant(ClaimRequest request) {
        Instant at = request.scan().at();
        return request.draw().rules().needHistory() ? history(request).claimant(at) : Claimant.anybody(at);
    }

    /** The packet that a claim opens: the first to expire of those that can be opened. Fails when there is none. */
    LockedPacket packetToOpen(ClaimRequest request) {
        return history(request).openable(request.scan().at()).get(0);
    }

    /** Adds a claim of this batch. */
    void add(Award award) {
        if (!award.request().draw().rules().needHistory()) {
            return;
        }
        ClaimantKey claim = ClaimantKey.of(award.request());
        histories.forEach((key, history) -> {
            if (key.member().equals(claim.member())) {
                history.inBrand++;
                if (key.campaign().equals(claim.campaign())) {
                    history.counts = history.counts.plus(key.periods(), claim.periods());
                    addPrize(award, history);
                }
            }
        });
    }

    private static void addPrize(Award award, ClaimHistory history) {
        award.opens().ifPresent(history.locked::remove);
        if (award.isLocked()) {
            history.lock(award.locked());
        }
        PrizePool pool = award.request().draw().rules().pool();
        award.win()
                .filter(win -> win.prize().kind() == PrizeKind.PIECE)
                .ifPresent(win -> history.pieces.merge(win.line(), 1, Integer::sum));
        award.drawnLine().ifPresent(drawn -> consumePieces(pool, award.line().orElseThrow(), drawn, 1, history.pieces));
    }

    /**
     * Subtracts the pieces of sets that were completed: one of each, but for the one that completed the set and was
     * never given out.
     *
     * @param pool the prizes of the campaign
     * @param line the prize line of the bonus that was given
     * @param drawn the prize line that was drawn in its place
     * @param times the number of such bonuses
     * @param pieces the pieces of the member, by prize line
     */
    static void consumePieces(PrizePool pool, int line, int drawn, int times, Map<Integer, Integer> pieces) {
        Bonus bonus = pool.bonuses().get(line - pool.prizes().size());
        if (bonus.completesSet()) {
            IntStream.range(0, pool.prizes().size())
                    .filter(piece -> piece != drawn && pool.prizes().get(piece).kind() == PrizeKind.PIECE)
                    .forEach(piece -> pieces.merge(piece, -times, Integer::sum));
        }
    }

    private ClaimHistory history(ClaimRequest request) {
        return Objects.requireNonNull(histories.get(ClaimantKey.of(request)), "the history of every claimant was read");
    }
}
