package dev.yima.engine.prize;

import java.util.Optional;

/** The words of a prize in the text of rules. */
public final class PrizeText {
    private PrizeText() {}

    /** Writes a prize as words of a line of rules. */
    public static String write(Prize prize) {
        StringBuilder text = new StringBuilder();
        text.append(prize.kind()).append(' ').append(prize.amount());
        if (prize.isRange()) {
            text.append('-').append(prize.amountMax());
        }
        text.append(' ').append(prize.count());
        prize.odds().ifPresent(odds -> {
            text.append(" odds ").append(odds.perMillion());
            odds.fallback().ifPresent(line -> text.append(" fallback ").append(line));
        });
        PrizeDetails details = prize.details();
        say(text, "valid", details.validDays());
        say(text, "price", details.price());
        say(text, "fee", details.storeFee());
        say(text, "locked", details.lockedDays());
        say(text, "pending", details.points().pendingDays());
        say(text, "months", details.points().validMonths());
        if (!details.title().isEmpty()) {
            text.append(" title ").append(details.title());
        }
        return text.toString();
    }

    private static void say(StringBuilder text, String name, long value) {
        if (value > 0) {
            text.append(' ').append(name).append(' ').append(value);
        }
    }

    /** Reads a prize from the words of a line. Fails with an IllegalArgumentException where they are none. */
    public static Prize read(TokenReader words) {
        PrizeKind kind = PrizeKind.valueOf(words.next());
        String[] amounts = words.next().split("-", 2);
        int count = Integer.parseInt(words.next());
        Optional<Odds> odds = words.skip("odds") ? Optional.of(odds(words)) : Optional.empty();
        int validDays = (int) number(words, "valid");
        long price = number(words, "price");
        long storeFee = number(words, "fee");
        int lockedDays = (int) number(words, "locked");
        PointsTerms points = new PointsTerms((int) number(words, "pending"), (int) number(words, "months"));
        String title = words.skip("title") ? words.rest() : "";
        PrizeDetails details = new PrizeDetails(title, validDays, price, storeFee, lockedDays, points);
        long least = Long.parseLong(amounts[0]);
        return new Prize(kind, least, Long.parseLong(amounts[amounts.length - 1]), count, odds, details);
    }

    private static Odds odds(TokenReader words) {
        int perMillion = Integer.parseInt(words.next());
        return new Odds(
                perMillion, words.skip("fallback") ? Optional.of(Integer.valueOf(words.next())) : Optional.empty());
    }

    private static long number(TokenReader words, String name) {
        return words.skip(name) ? Long.parseLong(words.next()) : 0;
    }
}
