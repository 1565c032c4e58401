package dev.yima.gateway.claim;

import dev.yima.engine.prize.PointsTerms;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeAward;
import dev.yima.engine.prize.PrizeKind;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A claim that is being committed, with its position and prize.
 *
 * @param request the request
 * @param position the position in the campaign's order of claims; empty for a claim that follows another
 * @param win the prize, empty for none
 * @param drawnLine the prize line that was drawn, where a bonus is given in its place
 * @param opens the locked packet that it opens, empty for none
 * @param couponCode the code of the coupon that it wins, empty for any other prize
 */
public record Award(
        ClaimRequest request,
        Optional<Integer> position,
        Optional<PrizeAward> win,
        Optional<Integer> drawnLine,
        Optional<LockedPacket> opens,
        Optional<String> couponCode) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int COUPON_SYMBOLS = 12;

    /** Makes the award of a claim that takes a position, with a fresh code where the prize is a coupon. */
    public static Award of(
            ClaimRequest request,
            int position,
            Optional<PrizeAward> win,
            Optional<Integer> drawnLine,
            Optional<LockedPacket> opens) {
        boolean coupon =
                win.filter(won -> won.prize().kind() == PrizeKind.COUPON).isPresent();
        return new Award(
                request,
                Optional.of(position),
                win,
                drawnLine,
                opens,
                coupon ? Optional.of(freshCode()) : Optional.empty());
    }

    /** Makes the award of a claim that follows another member's. */
    public static Award linked(ClaimRequest request, PrizeAward win) {
        return new Award(
                request, Optional.empty(), Optional.of(win), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Whether it follows another member's claim. */
    public boolean isLinked() {
        return position.isEmpty();
    }

    /** The index of the prize line; empty without a prize. */
    public Optional<Integer> line() {
        return win.map(PrizeAward::line);
    }

    /** The prize line; empty without a prize. */
    public Optional<Prize> prize() {
        return win.map(PrizeAward::prize);
    }

    /** The kind of prize; empty without a prize. */
    public Optional<PrizeKind> kind() {
        return prize().map(Prize::kind);
    }

    /** The unit of the prize: {@code POINT}, an ISO 4217 code and so on; empty without a prize. */
    public Optional<String> unit() {
        return kind().map(kind -> kind.unit(request.draw().rules().currency()));
    }

    /** Whether the prize stays locked until the member's next claim. */
    public boolean isLocked() {
        return prize().filter(prize -> prize.details().locks()).isPresent();
    }

    /** The terms on which points that are won count; {@link PointsTerms#NONE} for any other prize. */
    public PointsTerms pointsTerms() {
        return prize().map(prize -> prize.details().points()).orElse(PointsTerms.NONE);
    }

    /** Whether the campaign reserves the prize for now: it is locked, or pending. */
    public boolean isReserved() {
        return isLocked() || pointsTerms().pend();
    }

    /** The moment at which pending points begin to count; empty where nothing is pending. */
    public Optional<Instant> availableAt() {
        Instant won = request.scan().at();
        return pointsTerms().pend() ? Optional.of(pointsTerms().availableAt(won)) : Optional.empty();
    }

    /** The expiry of the prize: a locked packet, a coupon, or points; empty where it never expires. */
    public Optional<Instant> expiresAt() {
        if (pointsTerms().expire()) {
            return pointsTerms()
                    .expiresAt(
                            request.scan().at(),
                            request.draw().rules().conditions().zone());
        }
        return prize().filter(prize ->
                        prize.kind() != PrizeKind.CASH || prize.details().locks())
                .map(Prize::details)
                .flatMap(details -> afterDays(Math.max(details.lockedDays(), details.validDays())));
    }

    /** The moment at which cash that was not received returns to the campaign; empty for never. */
    public Optional<Instant> returnsAt() {
        return prize().filter(prize -> prize.kind() == PrizeKind.CASH)
                .flatMap(prize -> afterDays(prize.details().validDays()));
    }

    private Optional<Instant> afterDays(int days) {
        return days > 0 ? Optional.of(request.scan().at().plus(Duration.ofDays(days))) : Optional.empty();
    }

    /** The locked packet that the prize is until it is opened. Fails unless {@link #isLocked()}. */
    public LockedPacket locked() {
        return new LockedPacket(
                request.id(),
                request.scan().brand(),
                request.draw().campaign(),
                request.scan().member(),
                kind().orElseThrow(),
                win.orElseThrow().amount(),
                unit().orElseThrow(),
                expiresAt().orElseThrow());
    }

    /** A code of 60 random bits, which nobody guesses. */
    private static String freshCode() {
        StringBuilder code = new StringBuilder(COUPON_SYMBOLS);
        RANDOM.ints(COUPON_SYMBOLS, 0, SYMBOLS.length()).forEach(symbol -> code.append(SYMBOLS.charAt(symbol)));
        return code.toString();
    }
}
