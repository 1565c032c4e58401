package dev.yima.engine;

import dev.yima.engine.Conditions.People;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Rules of small campaigns, as various as they can be. */
final class RandomRules {
    private static final Instant NOON = Instant.parse("2026-06-01T04:00:00Z");
    private static final List<ZoneId> ZONES =
            List.of(ZoneId.of("Asia/Shanghai"), ZoneId.of("America/St_Johns"), ZoneId.of("Pacific/Apia"));

    private RandomRules() {}

    static CampaignRules from(RandomGenerator random) {
        PrizePool pool = pool(random);
        Period period = new Period(
                maybe(random, () -> NOON.minusSeconds(random.nextInt(100_000))),
                maybe(random, () -> NOON.plusSeconds(1 + random.nextInt(100_000))));
        Limits limits = new Limits(
                maybe(random, () -> 1 + random.nextInt(4)),
                maybe(random, () -> 1 + random.nextInt(8)),
                maybe(random, () -> Math.max(1, pool.cashMax()) + random.nextInt(500)),
                maybe(random, () -> Math.max(1, pool.cashMax()) + random.nextInt(1_000)));
        Optional<Hours> hours = maybe(random, () -> {
            int from = random.nextInt(1_440);
            int to = (from + 1 + random.nextInt(1_439)) % 1_440;
            return new Hours(LocalTime.MIN.plusMinutes(from), LocalTime.MIN.plusMinutes(to));
        });
        People people = random.nextInt(4) == 0 ? People.NEW : People.ALL;
        Conditions conditions = new Conditions(ZONES.get(random.nextInt(ZONES.size())), hours, people, limits);
        if (!conditions.tellTime()) {
            conditions = new Conditions(Conditions.ZONE_DEFAULT, hours, people, limits);
        }
        return new CampaignRules(new UUID(random.nextLong(), random.nextLong()), "CNY", pool, period, conditions);
    }

    private static PrizePool pool(RandomGenerator random) {
        int claims = 1 + random.nextInt(40);
        int lines = 1 + random.nextInt(4);
        DrawKind draw = random.nextBoolean() && claims >= lines ? DrawKind.EXACT : DrawKind.ODDS;
        List<Prize> prizes = new ArrayList<>();
        for (int line = 0; line < lines; line++) {
            PrizeKind kind = random.nextInt(3) == 0 ? PrizeKind.POINTS : PrizeKind.CASH;
            int count = 1 + random.nextInt(draw == DrawKind.EXACT ? claims / lines : 10);
            int next = line + 1;
            Optional<Odds> odds = draw == DrawKind.EXACT
                    ? Optional.empty()
                    : Optional.of(new Odds(
                            1 + random.nextInt(Odds.MILLION / lines),
                            next < lines
                                    ? maybe(random, () -> next + random.nextInt(lines - next))
                                    : Optional.empty()));
            prizes.add(new Prize(kind, 1 + random.nextInt(200), count, odds));
        }
        return new PrizePool(claims, prizes, draw);
    }

    private static <T> Optional<T> maybe(RandomGenerator random, Supplier<T> value) {
        return random.nextInt(3) == 0 ? Optional.of(value.get()) : Optional.empty();
    }
}
