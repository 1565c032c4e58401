package dev.yima.engine.rules;

import dev.yima.engine.condition.Condition;
import dev.yima.engine.condition.Condition.ClaimFacts;
import dev.yima.engine.condition.Condition.Fact;
import dev.yima.engine.condition.Conditions;
import dev.yima.engine.draw.Draw;
import dev.yima.engine.prize.Bonus;
import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.prize.Claimant;
import dev.yima.engine.prize.PrizeAward;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.PrizePool;
import dev.yima.engine.prize.SlotReward;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The rules of a campaign: a document that is frozen when it is published.
 *
 * @param campaign the campaign's id
 * @param currency the currency of its cash, an ISO 4217 code
 * @param pool its prizes
 * @param period the time in which it takes claims
 * @param conditions its conditions
 * @param multipliers days on which points count several times, at most {@link Multiplier#COUNT_MAX}; of several that
 *     meet, the largest
 */
public record CampaignRules(
        UUID campaign,
        String currency,
        PrizePool pool,
        Period period,
        Conditions conditions,
        List<Multiplier> multipliers) {
    /**
     * Makes rules.
     *
     * @throws IllegalArgumentException when a limit on cash is below the largest prize, which then could never be
     *     given, or there are too many multipliers
     */
    public CampaignRules {
        multipliers = List.copyOf(multipliers);
        if (multipliers.size() > Multiplier.COUNT_MAX) {
            throw new IllegalArgumentException(
                    "must be at most " + Multiplier.COUNT_MAX + ": multipliers=" + multipliers.size());
        }
        long least = conditions.cashMax();
        if (least < pool.cashMax()) {
            throw new IllegalArgumentException(
                    "must be at least the largest prize, " + pool.cashMax() + ": limit on cash=" + least);
        }
    }

    /** Makes rules without multipliers. */
    public CampaignRules(UUID campaign, String currency, PrizePool pool, Period period, Conditions conditions) {
        this(campaign, currency, pool, period, conditions, List.of());
    }

    /** Makes rules with an open period and without conditions. */
    public CampaignRules(UUID campaign, String currency, PrizePool pool) {
        this(campaign, currency, pool, Period.OPEN, Conditions.NONE);
    }

    /** The rules as the text that the commitment is made over. {@code docs/reference/draw.md} states the form. */
    public String text() {
        return RulesText.write(this);
    }

    /**
     * Reads rules from their text.
     *
     * @throws IllegalArgumentException when it is not the text of any rules
     */
    public static CampaignRules read(String text) {
        return RulesText.read(text);
    }

    /** The same with other conditions. */
    public CampaignRules with(Conditions others) {
        return new CampaignRules(campaign, currency, pool, period, others, multipliers);
    }

    /** Whether a claim depends on nothing but its position and the moment. */
    public boolean dependOnPositionOnly() {
        return !pool.countsWins() && !needHistory() && !conditions.needLock();
    }

    /** Whether a claim depends on the claimant's history. */
    public boolean needHistory() {
        return conditions.needClaimant() || !pool.bonuses().isEmpty() || pool.locks();
    }

    /** Whether the clock or the calendar matters, beside the period. */
    boolean dependOnTime() {
        return conditions.need(Fact.TIME)
                || !multipliers.isEmpty()
                || pool.pointsExpire()
                || pool.slotRewards().stream().anyMatch(SlotReward::tellsTime)
                || pool.bonuses().stream().anyMatch(Bonus::tellsTime);
    }

    /** The amount of a kind that the pool is funded with when it opens, in the unit of the kind. */
    public long funding(PrizeKind kind) {
        return switch (kind) {
            case CASH -> pool.total(kind) + pool.storeFees();
            case POINTS -> pool.total(kind) * factorMax();
            case COUPON, GIFT -> pool.total(kind);
            case PIECE, THANKS -> 0;
        };
    }

    /** The largest factor of its multipliers; 1 without any. */
    public int factorMax() {
        return multipliers.stream().mapToInt(Multiplier::factor).max().orElse(1);
    }

    /**
     * Decides on the next claim of the pool. Pure: the same rules, seed, progress and claimant give the same.
     *
     * @param draw the draw of the pool
     * @param progress the progress of the campaign
     * @param claimant the claimant; the period and the conditions {@link Condition.BeforeCommit} are not judged again
     */
    public ClaimDecision decide(Draw draw, CampaignProgress progress, Claimant claimant) {
        return refusal(progress, claimant)
                .map(kind -> ClaimDecision.refused(kind, progress))
                .orElseGet(() -> taken(draw, progress, claimant));
    }

    private Optional<ClaimDecision.Kind> refusal(CampaignProgress progress, Claimant claimant) {
        if (progress.position() >= pool.claims()) {
            return Optional.of(ClaimDecision.Kind.CLOSED);
        }
        return conditions.refusal(facts(progress, claimant)).map(ClaimDecision.Kind::of);
    }

    private ClaimFacts facts(CampaignProgress progress, Claimant claimant) {
        if (!conditions.need(Fact.CASH)) {
            return new ClaimFacts(claimant, 0, 0, 0);
        }
        Instant hour = CampaignProgress.hour(claimant.at(), conditions);
        Instant day = CampaignProgress.day(claimant.at(), conditions);
        return new ClaimFacts(
                claimant,
                pool.cashMax(),
                progress.hour().within(hour),
                progress.day().within(day));
    }

    private ClaimDecision taken(Draw draw, CampaignProgress progress, Claimant claimant) {
        Optional<PrizeAward> drawn = draw.win(progress.position(), progress.won());
        Optional<PrizeAward> bonus = bonus(draw, progress, claimant, drawn);
        Optional<PrizeAward> win = bonus.or(() -> drawn).map(won -> withFactorOfDay(won, claimant.at()));
        long cash = win.filter(won -> won.prize().kind() == PrizeKind.CASH)
                .map(PrizeAward::amount)
                .orElse(0L);
        List<Integer> won = win.map(progress::wonWith).orElse(progress.won());
        return new ClaimDecision(
                ClaimDecision.Kind.TAKEN,
                win,
                bonus.flatMap(given -> drawn).map(PrizeAward::line),
                claimant.lockedPackets() > 0,
                progress.after(claimant.at(), conditions, won, cash));
    }

    /** The beneficiaries whose rewards come with a consumer's claim. */
    public Set<ClaimSlot> slots() {
        Set<ClaimSlot> slots = EnumSet.noneOf(ClaimSlot.class);
        pool.slotRewards().forEach(reward -> slots.add(reward.slot()));
        return slots;
    }

    /**
     * The reward of another beneficiary that comes with a claim. Pure.
     *
     * @param slot the role of the beneficiary
     * @param beneficiary the person, with their earlier rewards of the role in place of claims
     * @param progress the progress of the campaign
     * @return empty when the campaign gives the role nothing
     */
    public Optional<PrizeAward> slotReward(ClaimSlot slot, Claimant beneficiary, CampaignProgress progress) {
        Optional<PrizeAward> usual = Optional.empty();
        for (int n = 0; n < pool.slotRewards().size(); n++) {
            SlotReward reward = pool.slotRewards().get(n);
            if (reward.slot() == slot) {
                int line = pool.prizes().size() + pool.bonuses().size() + n;
                PrizeAward win =
                        new PrizeAward(line, reward.prize(), reward.prize().amount());
                if (reward.nth().isEmpty()) {
                    usual = Optional.of(win);
                } else if (reward.nth().get().is(beneficiary)
                        && progress.won().get(line) < reward.prize().count()) {
                    return Optional.of(win);
                }
            }
        }
        return usual;
    }

    /** The prize that a rule gives in place of a draw without value: a guaranteed one, or that of a set. */
    private Optional<PrizeAward> bonus(
            Draw draw, CampaignProgress progress, Claimant claimant, Optional<PrizeAward> drawn) {
        for (int bonus = 0; bonus < pool.bonuses().size(); bonus++) {
            boolean due = pool.bonuses()
                    .get(bonus)
                    .nth()
                    .map(nth -> canGiveWay(drawn) && nth.is(claimant))
                    .orElseGet(() -> completesSet(drawn, claimant));
            Optional<PrizeAward> given =
                    due ? draw.bonus(pool.prizes().size() + bonus, progress.won()) : Optional.empty();
            if (given.isPresent()) {
                return given;
            }
        }
        return Optional.empty();
    }

    /** Whether a guaranteed prize takes nothing away: a piece of a set would be missed. */
    static boolean canGiveWay(Optional<PrizeAward> drawn) {
        return drawn.isEmpty() || drawn.get().prize().kind() == PrizeKind.THANKS;
    }

    private boolean completesSet(Optional<PrizeAward> drawn, Claimant claimant) {
        return drawn.isPresent()
                && drawn.get().prize().kind() == PrizeKind.PIECE
                && IntStream.range(0, pool.prizes().size())
                        .filter(line -> pool.prizes().get(line).kind() == PrizeKind.PIECE)
                        .allMatch(line -> line == drawn.get().line() || claimant.holds(line));
    }

    /** The same award, with points times the factor of the day. */
    PrizeAward withFactorOfDay(PrizeAward win, Instant at) {
        if (win.prize().kind() != PrizeKind.POINTS || multipliers.isEmpty()) {
            return win;
        }
        LocalDate day = LocalDate.ofInstant(at, conditions.zone());
        int factor = multipliers.stream()
                .filter(multiplier -> multiplier.isOn(day))
                .mapToInt(Multiplier::factor)
                .max()
                .orElse(1);
        return new PrizeAward(win.line(), win.prize(), win.amount() * factor);
    }
}
