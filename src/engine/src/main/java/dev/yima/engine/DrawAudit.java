package dev.yima.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Recomputes the draws of a campaign that has ended, as anybody can who has its rules and its seed: every claim, in the
 * order of positions, must have won what the permutation says. Not thread-safe.
 */
public final class DrawAudit {
    private final CampaignRules rules;
    private final Draw draw;
    private final int claimed;
    private final List<Integer> won;
    private int next;

    /**
     * Prepares an audit.
     *
     * @param rules what was promised
     * @param seed the revealed seed, {@link Draw#SEED_BYTES} bytes
     * @param claimed how many claims were made, 0 to the length of the pool
     * @throws IllegalArgumentException when one of them makes no sense
     */
    public DrawAudit(CampaignRules rules, byte[] seed, int claimed) {
        if (claimed < 0 || claimed > rules.pool().claims()) {
            throw new IllegalArgumentException("must be 0 to " + rules.pool().claims() + ": claimed=" + claimed);
        }
        this.rules = rules;
        this.draw = new Draw(rules.pool(), seed);
        this.claimed = claimed;
        this.won = new ArrayList<>(Progress.none(rules.pool()).won());
    }

    /**
     * What a claim is said to have won.
     *
     * @param line the index of the prize line
     * @param kind money or points
     * @param amount minor units or points
     * @param unit what the amount is counted in
     */
    public record Won(int line, PrizeKind kind, long amount, String unit) {
        @Override
        public String toString() {
            return "line " + line + " (" + kind + " " + amount + " " + unit + ")";
        }
    }

    /**
     * Checks the next claim. No position may be left out, come twice, or lie beyond the claims that were made.
     *
     * @param position the claim's place in the order of commits
     * @param told what it is said to have won, empty for nothing
     * @return what is wrong with it, empty when it agrees
     */
    public Optional<String> check(int position, Optional<Won> told) {
        int expected = next;
        next = position + 1;
        if (position != expected) {
            return Optional.of("position " + position + " stands where " + expected + " should");
        }
        if (position >= claimed) {
            return Optional.of("position " + position + " lies beyond the " + claimed + " claims that were made");
        }
        Optional<Integer> line = draw.line(position, won);
        line.filter(drawn -> !won.isEmpty()).ifPresent(drawn -> won.set(drawn, won.get(drawn) + 1));
        Optional<Won> drawn = line.map(this::won);
        return drawn.equals(told)
                ? Optional.empty()
                : Optional.of("position " + position + ": drawn " + text(drawn) + ", told " + text(told));
    }

    /** How many claims are missing after the last one that was checked. */
    public int missing() {
        return Math.max(0, claimed - next);
    }

    private Won won(int line) {
        Prize prize = rules.pool().prizes().get(line);
        return new Won(line, prize.kind(), prize.amount(), prize.kind().unit(rules.currency()));
    }

    private static String text(Optional<Won> won) {
        return won.map(Won::toString).orElse("nothing");
    }
}
