package dev.yima.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a campaign promises: a document that is frozen when it is published.
 *
 * @param campaign the campaign's id
 * @param currency the currency of its cash, an ISO 4217 code
 * @param pool its prizes
 * @param period when it takes claims
 * @param conditions who can claim, when and how much
 */
public record CampaignRules(UUID campaign, String currency, PrizePool pool, Period period, Conditions conditions) {
    /**
     * Makes rules.
     *
     * @throws IllegalArgumentException when a limit on cash is below the largest prize, which could then never be given
     */
    public CampaignRules {
        Limits limits = conditions.limits();
        long least = Math.min(
                limits.cashPerHour().orElse(Long.MAX_VALUE), limits.cashPerDay().orElse(Long.MAX_VALUE));
        if (least < pool.cashMax()) {
            throw new IllegalArgumentException(
                    "must be at least the largest prize, " + pool.cashMax() + ": limit on cash=" + least);
        }
    }

    /** Makes rules with an open period and without conditions. */
    public CampaignRules(UUID campaign, String currency, PrizePool pool) {
        this(campaign, currency, pool, Period.OPEN, Conditions.NONE);
    }

    /** The rules as text: what the commitment is made over. {@code docs/reference/draw.md} states the form. */
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
    CampaignRules with(Conditions others) {
        return new CampaignRules(campaign, currency, pool, period, others);
    }

    /** Whether a claim depends on nothing but its position. */
    public boolean dependOnPositionOnly() {
        return pool.draw() == DrawKind.EXACT
                && !conditions.askForThePast()
                && !conditions.limits().onCash();
    }

    /**
     * Plays a claim, when it is this person's turn. Pure: the same rules, seed, progress and person give the same.
     *
     * @param draw the draw of the pool
     * @param progress how far the campaign has come
     * @param claimant who claims; the period and the hours are not asked again
     */
    public Turn turn(Draw draw, Progress progress, Claimant claimant) {
        Limits limits = conditions.limits();
        if (progress.position() >= pool.claims()) {
            return Turn.refused(Turn.Kind.CLOSED, progress);
        }
        if (conditions.people() == Conditions.People.NEW && claimant.ever() > 0) {
            return Turn.refused(Turn.Kind.NOT_NEW, progress);
        }
        if (claimant.inCampaign() >= limits.perPerson().orElse(Integer.MAX_VALUE)) {
            return Turn.refused(Turn.Kind.PERSON_LIMIT, progress);
        }
        if (claimant.today() >= limits.perPersonDay().orElse(Integer.MAX_VALUE)) {
            return Turn.refused(Turn.Kind.DAY_LIMIT, progress);
        }
        if (limits.onCash() && !Pace.allows(this, progress, claimant.at())) {
            return Turn.refused(Turn.Kind.PACED, progress);
        }
        return taken(draw, progress, claimant);
    }

    private Turn taken(Draw draw, Progress progress, Claimant claimant) {
        Optional<Integer> line = draw.line(progress.position(), progress.won());
        List<Integer> won = progress.won();
        if (line.isPresent() && pool.draw() == DrawKind.ODDS) {
            won = new ArrayList<>(won);
            won.set(line.get(), won.get(line.get()) + 1);
        }
        long cash = line.map(pool.prizes()::get)
                .filter(prize -> prize.kind() == PrizeKind.CASH)
                .map(Prize::amount)
                .orElse(0L);
        return new Turn(Turn.Kind.TAKEN, line, progress.after(claimant.at(), conditions, won, cash));
    }
}
