package dev.yima.engine.rules;

import dev.yima.engine.draw.Draw;
import dev.yima.engine.prize.PrizeAward;
import dev.yima.engine.prize.PrizeKind;
import java.time.Instant;
import java.util.Optional;

/**
 * Recomputes the draws of a campaign that has ended, as anybody can who has its rules and its seed: every claim, in the
 * order of positions, must have won what the permutation says. Not thread-safe.
 */
public final class DrawAudit {
    private final CampaignRules rules;
    private final Draw draw;
    private final int claimed;
    private CampaignProgress progress;
    private int next;

    /**
     * Prepares an audit.
     *
     * @param rules the promised rules
     * @param seed the revealed seed, {@link Draw#SEED_BYTES} bytes
     * @param claimed the number of claims that were made, 0 to the length of the pool
     * @throws IllegalArgumentException when one of them makes no sense
     */
    public DrawAudit(CampaignRules rules, byte[] seed, int claimed) {
        if (claimed < 0 || claimed > rules.pool().claims()) {
            throw new IllegalArgumentException("must be 0 to " + rules.pool().claims() + ": claimed=" + claimed);
        }
        this.rules = rules;
        this.draw = new Draw(rules.pool(), seed);
        this.claimed = claimed;
        this.progress = CampaignProgress.none(rules.pool());
    }

    /**
     * A prize that a claim is said to have won.
     *
     * @param line the index of the prize line
     * @param kind its kind
     * @param amount its amount
     * @param unit the unit of the amount
     */
    public record Won(int line, PrizeKind kind, long amount, String unit) {
        @Override
        public String toString() {
            String won = kind == PrizeKind.CASH ? MinorUnitText.of(amount, unit) : amount + " " + unit;
            return "line " + line + " (" + kind + " " + won + ")";
        }
    }

    /**
     * Checks the next claim. No position may be left out, come twice, or lie beyond the claims that were made.
     *
     * @param position the claim's place in the order of commits
     * @param told the prize that it is said to have won, empty for nothing
     * @param at the moment at which it is said to have been made
     * @return the fault, empty when it agrees
     */
    public Optional<String> check(int position, Optional<Won> told, Instant at) {
        int expected = next;
        next = position + 1;
        if (position != expected) {
            return Optional.of("position " + position + " stands where " + expected + " should");
        }
        if (position >= claimed) {
            return Optional.of("position " + position + " lies beyond the " + claimed + " claims that were made");
        }
        Optional<PrizeAward> fromDraw = draw.win(position, progress.won());
        Optional<PrizeAward> win =
                told.flatMap(said -> bonus(said.line(), fromDraw)).or(() -> fromDraw);
        win.ifPresent(won -> progress = progress.with(won));
        Optional<Won> drawn = win.map(won -> won(rules.withFactorOfDay(won, at)));
        return drawn.equals(told)
                ? Optional.empty()
                : Optional.of("position " + position + ": drawn " + text(drawn) + ", told " + text(told));
    }

    /** The number of claims that are missing after the last one that was checked. */
    public int missing() {
        return Math.max(0, claimed - next);
    }

    /**
     * The next prize of a bonus, if a rule can have given it in place of what was drawn. Whether the person had come
     * that far is not in the export, which names nobody.
     */
    private Optional<PrizeAward> bonus(int line, Optional<PrizeAward> drawn) {
        int index = line - rules.pool().prizes().size();
        if (index < 0 || index >= rules.pool().bonuses().size()) {
            return Optional.empty();
        }
        boolean possible = rules.pool().bonuses().get(index).completesSet()
                ? drawn.filter(win -> win.prize().kind() == PrizeKind.PIECE).isPresent()
                : CampaignRules.canGiveWay(drawn);
        return possible ? draw.bonus(line, progress.won()) : Optional.empty();
    }

    private Won won(PrizeAward win) {
        PrizeKind kind = win.prize().kind();
        return new Won(win.line(), kind, win.amount(), kind.unit(rules.currency()));
    }

    private static String text(Optional<Won> won) {
        return won.map(Won::toString).orElse("nothing");
    }
}
