package dev.yima.engine.rules;

import dev.yima.engine.prize.Odds;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.PrizePool;
import java.util.Optional;

/** Promotion law of a jurisdiction: the bounds of what a campaign may promise. */
public enum PromotionLaw {
    /**
     * China: 规范促销行为暂行规定 (State Administration for Market Regulation, order 32 of 2020). What is won by
     * chance may be worth 50,000 yuan at most.
     */
    CN {
        @Override
        public Optional<Breach> breach(PrizePool pool, String currency) {
            for (int line = 0; line < pool.lines().size(); line++) {
                Prize prize = pool.lines().get(line);
                if (isByChance(pool, line)
                        && prize.kind() == PrizeKind.CASH
                        && currency.equals("CNY")
                        && prize.amountMax() > DRAWN_FEN_MAX) {
                    return Optional.of(new Breach(
                            line,
                            "must be at most " + DRAWN_FEN_MAX
                                    + " (50,000 yuan) where it is drawn (SAMR order 32): amount=" + prize.amountMax()));
                }
            }
            return Optional.empty();
        }

        /**
         * Nothing is left to chance if every claim wins the same; whether a set is complete, the draw decides. What
         * a claim gives to those who sold the item is drawn by nobody.
         */
        private boolean isByChance(PrizePool pool, int line) {
            int bonus = line - pool.prizes().size();
            if (bonus >= 0) {
                return bonus < pool.bonuses().size()
                        && pool.bonuses().get(bonus).completesSet();
            }
            Prize prize = pool.prizes().get(line);
            return prize.count() < pool.claims()
                    || prize.isRange()
                    || prize.odds()
                            .filter(odds -> odds.perMillion() < Odds.MILLION)
                            .isPresent();
        }
    },
    /** No law is checked: whoever publishes knows the one that holds. */
    NONE {
        @Override
        public Optional<Breach> breach(PrizePool pool, String currency) {
            return Optional.empty();
        }
    };

    /** The most that a prize drawn in China may be worth, in fen. */
    public static final long DRAWN_FEN_MAX = 5_000_000;

    /**
     * A breach of the law.
     *
     * @param line the prize line at fault; those of bonuses follow those that are drawn
     * @param rule the rule that it breaks
     */
    public record Breach(int line, String rule) {}

    /**
     * Checks a pool before it is published.
     *
     * @param currency the unit of its cash, an ISO 4217 code
     * @return the first breach; empty when there is none
     */
    public abstract Optional<Breach> breach(PrizePool pool, String currency);
}
