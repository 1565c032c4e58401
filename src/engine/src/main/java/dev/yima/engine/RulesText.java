package dev.yima.engine;

import dev.yima.engine.Conditions.People;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
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
            line(text, "prize", line + " " + prize(prizes.get(line)));
        }
        rules.period().startsAt().ifPresent(at -> line(text, "starts", at));
        rules.period().endsAt().ifPresent(at -> line(text, "ends", at));
        conditions(text, rules.conditions());
        return text.toString();
    }

    private static String prize(Prize prize) {
        String odds = prize.odds()
                .map(chance -> " odds " + chance.perMillion()
                        + chance.fallback().map(line -> " fallback " + line).orElse(""))
                .orElse("");
        return prize.kind() + " " + prize.amount() + " " + prize.count() + odds;
    }

    private static void conditions(StringBuilder text, Conditions conditions) {
        Limits limits = conditions.limits();
        if (conditions.tellTime()) {
            line(text, "zone", conditions.zone().getId());
        }
        conditions.hours().ifPresent(hours -> line(text, "hours", hours.from() + " " + hours.to()));
        if (conditions.people() == People.NEW) {
            line(text, "people", People.NEW);
        }
        limits.perPersonDay().ifPresent(limit -> line(text, "person-day", limit));
        limits.perPerson().ifPresent(limit -> line(text, "person", limit));
        limits.cashPerHour().ifPresent(limit -> line(text, "cash-hour", limit));
        limits.cashPerDay().ifPresent(limit -> line(text, "cash-day", limit));
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
                prizes.add(prize(prize.get().split(" ", -1)));
            }
            Period period = new Period(
                    optional("starts").map(Instant::parse), optional("ends").map(Instant::parse));
            return new CampaignRules(campaign, currency, new PrizePool(claims, prizes, draw), period, conditions());
        }

        private Conditions conditions() {
            ZoneId zone = optional("zone").map(ZoneId::of).orElse(Conditions.ZONE_DEFAULT);
            Optional<Hours> hours = optional("hours")
                    .map(hour -> hour.split(" ", -1))
                    .map(hour -> new Hours(LocalTime.parse(hour[0]), LocalTime.parse(hour[1])));
            People people = optional("people").map(People::valueOf).orElse(People.ALL);
            Limits limits = new Limits(
                    optional("person-day").map(Integer::valueOf),
                    optional("person").map(Integer::valueOf),
                    optional("cash-hour").map(Long::valueOf),
                    optional("cash-day").map(Long::valueOf));
            return new Conditions(zone, hours, people, limits);
        }

        private static Prize prize(String[] words) {
            Optional<Odds> odds = words.length > 4
                    ? Optional.of(new Odds(
                            Integer.parseInt(words[5]),
                            words.length > 6 ? Optional.of(Integer.valueOf(words[7])) : Optional.empty()))
                    : Optional.empty();
            return new Prize(PrizeKind.valueOf(words[1]), Long.parseLong(words[2]), Integer.parseInt(words[3]), odds);
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
