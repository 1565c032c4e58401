package dev.yima.engine.rules;

import dev.yima.engine.condition.Condition;
import dev.yima.engine.condition.ConditionType;
import dev.yima.engine.condition.ConditionTypes;
import dev.yima.engine.condition.Conditions;
import dev.yima.engine.prize.Bonus;
import dev.yima.engine.prize.Bonus.Nth;
import dev.yima.engine.prize.Bonus.Window;
import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.prize.DrawKind;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizePool;
import dev.yima.engine.prize.PrizeText;
import dev.yima.engine.prize.SlotReward;
import dev.yima.engine.prize.TokenReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The text of rules, a line each, ended by a line feed, so that anyone can read them and the same rules always have the
 * same text. A line stands only where it says something: rules without conditions end after their prizes.
 */
final class RulesText {
    private static final String LABEL = "yima/rules/1";

    private RulesText() {}

    static String write(CampaignRules rules) {
        StringBuilder text = new StringBuilder(LABEL).append('\n');
        line(text, "campaign", rules.campaign());
        line(text, "currency", rules.currency());
        line(text, "claims", rules.pool().claims());
        if (rules.pool().draw() == DrawKind.ODDS) {
            line(text, "draw", DrawKind.ODDS);
        }
        List<Prize> prizes = rules.pool().prizes();
        for (int line = 0; line < prizes.size(); line++) {
            line(text, "prize", line + " " + PrizeText.write(prizes.get(line)));
        }
        for (Bonus bonus : rules.pool().bonuses()) {
            String when =
                    bonus.nth().map(nth -> "NTH " + nth.n() + " " + nth.per()).orElse("SET");
            line(text, "bonus", when + " " + PrizeText.write(bonus.prize()));
        }
        for (SlotReward reward : rules.pool().slotRewards()) {
            String which =
                    reward.nth().map(nth -> " NTH " + nth.n() + " " + nth.per()).orElse("");
            line(text, "slot", reward.slot() + which + " " + PrizeText.write(reward.prize()));
        }
        rules.period().startsAt().ifPresent(at -> line(text, "starts", at));
        rules.period().endsAt().ifPresent(at -> line(text, "ends", at));
        conditions(text, rules);
        rules.multipliers().forEach(multiplier -> line(text, "points-times", multiplier.text()));
        return text.toString();
    }

    private static void conditions(StringBuilder text, CampaignRules rules) {
        Conditions conditions = rules.conditions();
        if (rules.dependOnTime()) {
            line(text, "zone", conditions.zone().getId());
        }
        for (Condition condition : conditions.all()) {
            line(text, condition.type().word(), condition.text());
        }
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(name).append(' ').append(value).append('\n');
    }

    static CampaignRules read(String text) {
        try {
            CampaignRules rules = new Lines(text).rules();
            if (write(rules).equals(text)) {
                return rules;
            }
        } catch (DateTimeException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("must be rules: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("must be rules as they are written: the order or the form differs");
    }

    /** The lines of a text, taken from the front. */
    private static final class Lines {
        private final List<String> lines;
        private int next;

        Lines(String text) {
            this.lines = text.lines().toList();
        }

        CampaignRules rules() {
            if (!LABEL.equals(lines.get(next++))) {
                throw new IllegalArgumentException("must begin with " + LABEL);
            }
            UUID campaign = UUID.fromString(required("campaign"));
            String currency = required("currency");
            int claims = Integer.parseInt(required("claims"));
            DrawKind draw = optional("draw").map(DrawKind::valueOf).orElse(DrawKind.EXACT);
            List<Prize> prizes = new ArrayList<>();
            for (Optional<String> prize = optional("prize"); prize.isPresent(); prize = optional("prize")) {
                TokenReader words = new TokenReader(prize.get());
                words.next();
                prizes.add(PrizeText.read(words));
            }
            List<Bonus> bonuses = new ArrayList<>();
            for (Optional<String> bonus = optional("bonus"); bonus.isPresent(); bonus = optional("bonus")) {
                bonuses.add(bonus(new TokenReader(bonus.get())));
            }
            List<SlotReward> slotRewards = new ArrayList<>();
            for (Optional<String> reward = optional("slot"); reward.isPresent(); reward = optional("slot")) {
                slotRewards.add(slotReward(new TokenReader(reward.get())));
            }
            Period period = new Period(
                    optional("starts").map(Instant::parse), optional("ends").map(Instant::parse));
            PrizePool pool = new PrizePool(claims, prizes, draw, bonuses, slotRewards);
            return new CampaignRules(campaign, currency, pool, period, conditions(), multipliers());
        }

        private static Bonus bonus(TokenReader words) {
            return words.skip("SET")
                    ? new Bonus(Optional.empty(), PrizeText.read(words))
                    : new Bonus(Optional.of(nth(words)), PrizeText.read(words));
        }

        private static SlotReward slotReward(TokenReader words) {
            ClaimSlot slot = ClaimSlot.valueOf(words.next());
            Optional<Nth> nth = words.skip("NTH") ? Optional.of(count(words)) : Optional.empty();
            return new SlotReward(slot, nth, PrizeText.read(words));
        }

        private static Nth nth(TokenReader words) {
            words.next();
            return count(words);
        }

        private static Nth count(TokenReader words) {
            return new Nth(Integer.parseInt(words.next()), Window.valueOf(words.next()));
        }

        private List<Multiplier> multipliers() {
            List<Multiplier> multipliers = new ArrayList<>();
            for (Optional<String> line = optional("points-times"); line.isPresent(); line = optional("points-times")) {
                multipliers.add(Multiplier.read(line.get()));
            }
            return multipliers;
        }

        private Conditions conditions() {
            ZoneId zone = optional("zone").map(ZoneId::of).orElse(Conditions.ZONE_DEFAULT);
            List<Condition> conditions = new ArrayList<>();
            for (ConditionType<?> type : ConditionTypes.ALL) {
                optional(type.word()).map(type.read()).ifPresent(conditions::add);
            }
            return new Conditions(zone, conditions);
        }

        private String required(String name) {
            return optional(name).orElseThrow(() -> new IllegalArgumentException("must have a line: " + name));
        }

        private Optional<String> optional(String name) {
            String start = name + " ";
            if (next >= lines.size() || !Objects.requireNonNull(lines.get(next)).startsWith(start)) {
                return Optional.empty();
            }
            return Optional.of(lines.get(next++).substring(start.length()));
        }
    }
}
