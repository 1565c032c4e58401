package dev.yima.gateway.claim;

import dev.yima.engine.Prize;
import java.util.Optional;

/**
 * A claim that is being written: the request, its position, and what that wins.
 *
 * @param request who asked
 * @param position the place in the campaign's order of claims
 * @param line the index of the prize line, empty where nothing is won
 */
public record Award(ClaimRequest request, int position, Optional<Integer> line) {
    /** What is won, if anything. */
    public Optional<Prize> prize() {
        return line.map(request.terms()::prize);
    }

    /** The unit of what is won. */
    public Optional<String> unit() {
        return prize().map(prize -> prize.kind().unit(request.terms().rules().currency()));
    }
}
