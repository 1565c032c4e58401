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
 * A claim that is being written: the request, its position, and what that wins.
 *
 * @param request who asked
 * @param position the place in the campaign's order of claims; empty where it comes with another claim
 * @param win what it wins, empty for nothing
 * @param drawn the line that was drawn, where a bonus is given in its place
 * @param opens the locked packet that it opens
 * @param couponCode the code of the coupon that it wins
 */
public record Award(
        ClaimRequest request,
        Optional<Integer> position,
        Optional<PrizeAward> win,
        Optional<Integer> drawn,
        Optional<LockedPacket> opens,
        Optional<String> couponCode) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int COUPON_SYMBOLS = 12;

    /** A claim and what it wins, with a fresh code where that is a coupon. */
    public static Award of(
            ClaimRequest request,
            int position,
            Optional<PrizeAward> win,
            Optional<Integer> drawn,
            Optional<LockedPacket> opens) {
        boolean coupon =
                win.filter(won -> won.prize().kind() == PrizeKind.COUPON).isPresent();
        return new Award(
                request,
                Optional.of(position),
                win,
                drawn,
                opens,
                coupon ? Optional.of(freshCode()) : Optional.empty());
    }

    /** What somebody earns by another person's claim. */
    public static Award earned(ClaimRequest request, PrizeAward win) {
        return new Award(
                request, Optional.empty(), Optional.of(win), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Whether somebody else's scan brought it. */
    public boolean isEarned() {
        return position.isEmpty();
    }

    /** The index of the prize line, empty where nothing is won. */
    public Optional<Integer> line() {
        return win.map(PrizeAward::line);
    }

    /** The prize line, if anything is won. */
    public Optional<Prize> prize() {
        return win.map(PrizeAward::prize);
    }

    /** What is won. */
    public Optional<PrizeKind> kind() {
        return prize().map(Prize::kind);
    }

    /** The unit of what is won. */
    public Optional<String> unit() {
        return kind().map(kind -> kind.unit(request.terms().rules().currency()));
    }

    /** Whether what is won stays closed until the person claims again. */
    public boolean isLocked() {
        return prize().filter(prize -> prize.details().locks()).isPresent();
    }

    /** When points that are won count. */
    public PointsTerms pointsTerms() {
        return prize().map(prize -> prize.details().points()).orElse(PointsTerms.NONE);
    }

    /** Whether the campaign keeps what is won for now: it is locked, or waits. */
    public boolean isSetAside() {
        return isLocked() || pointsTerms().pend();
    }

    /** When points that wait begin to count. */
    public Optional<Instant> availableAt() {
        Instant won = request.scan().at();
        return pointsTerms().pend() ? Optional.of(pointsTerms().availableAt(won)) : Optional.empty();
    }

    /** When what is won expires: a locked packet, a coupon, or points. */
    public Optional<Instant> expiresAt() {
        if (pointsTerms().expire()) {
            return pointsTerms()
                    .expiresAt(
                            request.scan().at(),
                            request.terms().rules().conditions().zone());
        }
        return prize().filter(prize ->
                        prize.kind() != PrizeKind.CASH || prize.details().locks())
                .map(Prize::details)
                .flatMap(details -> afterDays(Math.max(details.lockedDays(), details.validDays())));
    }

    /** When cash goes back that the person could have received by then. */
    public Optional<Instant> returnsAt() {
        return prize().filter(prize -> prize.kind() == PrizeKind.CASH)
                .flatMap(prize -> afterDays(prize.details().validDays()));
    }

    private Optional<Instant> afterDays(int days) {
        return days > 0 ? Optional.of(request.scan().at().plus(Duration.ofDays(days))) : Optional.empty();
    }

    /** The prize as the packet that it stays until it is opened. */
    public LockedPacket locked() {
        return new LockedPacket(
                request.id(),
                request.scan().brand(),
                request.terms().campaign(),
                request.scan().member(),
                kind().orElseThrow(),
                win.orElseThrow().amount(),
                unit().orElseThrow(),
                expiresAt().orElseThrow());
    }

    /** 60 random bits: nobody guesses the code of a coupon. */
    private static String freshCode() {
        StringBuilder code = new StringBuilder(COUPON_SYMBOLS);
        RANDOM.ints(COUPON_SYMBOLS, 0, SYMBOLS.length()).forEach(symbol -> code.append(SYMBOLS.charAt(symbol)));
        return code.toString();
    }
}
