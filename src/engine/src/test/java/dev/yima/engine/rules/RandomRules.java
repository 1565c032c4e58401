package dev.yima.engine.rules;

import dev.yima.engine.condition.CashDayLimit;
import dev.yima.engine.condition.CashHourLimit;
import dev.yima.engine.condition.Condition;
import dev.yima.engine.condition.Conditions;
import dev.yima.engine.condition.Hours;
import dev.yima.engine.condition.NewPeople;
import dev.yima.engine.condition.PersonDayLimit;
import dev.yima.engine.condition.PersonLimit;
import dev.yima.engine.condition.Regions;
import dev.yima.engine.condition.Tags;
import dev.yima.engine.place.Region;
import dev.yima.engine.prize.Bonus;
import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.prize.DrawKind;
import dev.yima.engine.prize.Odds;
import dev.yima.engine.prize.PointsTerms;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeDetails;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.PrizePool;
import dev.yima.engine.prize.SlotReward;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
        List<Condition> conditions = new ArrayList<>();
        maybe(random, () -> new PersonDayLimit(1 + random.nextInt(4))).ifPresent(conditions::add);
        maybe(random, () -> new PersonLimit(1 + random.nextInt(8))).ifPresent(conditions::add);
        maybe(random, () -> new CashHourLimit(Math.max(1, pool.cashMax()) + random.nextInt(500)))
                .ifPresent(conditions::add);
        maybe(random, () -> new CashDayLimit(Math.max(1, pool.cashMax()) + random.nextInt(1_000)))
                .ifPresent(conditions::add);
        maybe(random, () -> {
                    int from = random.nextInt(1_440);
                    int to = (from + 1 + random.nextInt(1_439)) % 1_440;
                    return new Hours(LocalTime.MIN.plusMinutes(from), LocalTime.MIN.plusMinutes(to));
                })
                .ifPresent(conditions::add);
        for (Condition one : List.of(
                new NewPeople(),
                new Tags(List.of("会员", "vip-2")),
                new Regions(List.of(Region.SICHUAN, Region.MACAO)))) {
            if (random.nextInt(4) == 0) {
                conditions.add(one);
            }
        }
        List<Multiplier> multipliers = random.nextInt(3) == 0
                ? List.of(new Multiplier(2, Set.of(DayOfWeek.SUNDAY, DayOfWeek.SATURDAY)), singlesDay(3))
                : List.of();
        UUID id = new UUID(random.nextLong(), random.nextLong());
        Conditions zoned = new Conditions(ZONES.get(random.nextInt(ZONES.size())), conditions);
        CampaignRules rules = new CampaignRules(id, "CNY", pool, period, zoned, multipliers);
        return rules.dependOnTime() ? rules : rules.with(zoned.in(Conditions.ZONE_DEFAULT));
    }

    private static Multiplier singlesDay(int factor) {
        return new Multiplier(factor, new TreeSet<>(), new TreeSet<>(Set.of(LocalDate.of(2026, 11, 11))));
    }

    private static PrizePool pool(RandomGenerator random) {
        int claims = 1 + random.nextInt(40);
        int lines = 1 + random.nextInt(4);
        DrawKind draw = random.nextBoolean() && claims >= lines ? DrawKind.EXACT : DrawKind.ODDS;
        List<Prize> prizes = new ArrayList<>();
        for (int line = 0; line < lines; line++) {
            PrizeKind kind = kind(random);
            int count = 1 + random.nextInt(draw == DrawKind.EXACT ? claims / lines : 10);
            int next = line + 1;
            Optional<Odds> odds = draw == DrawKind.EXACT
                    ? Optional.empty()
                    : Optional.of(new Odds(
                            1 + random.nextInt(Odds.MILLION / lines),
                            next < lines
                                    ? maybe(random, () -> next + random.nextInt(lines - next))
                                    : Optional.empty()));
            prizes.add(prize(random, kind, count, odds));
        }
        return new PrizePool(claims, prizes, draw, bonuses(random, prizes), slotRewards(random, claims));
    }

    /** What claims give to others: nothing to some slots, a ladder now and then. */
    private static List<SlotReward> slotRewards(RandomGenerator random, int claims) {
        List<SlotReward> rewards = new ArrayList<>();
        for (ClaimSlot slot : List.of(ClaimSlot.STORE, ClaimSlot.GUIDE, ClaimSlot.DEALER)) {
            PrizeKind kind = random.nextBoolean() ? PrizeKind.CASH : PrizeKind.POINTS;
            if (random.nextInt(4) == 0) {
                rewards.add(new SlotReward(slot, Optional.empty(), new Prize(kind, 1 + random.nextInt(9), claims)));
            }
            if (random.nextInt(6) == 0) {
                Bonus.Window[] windows = Bonus.Window.values();
                Bonus.Nth nth = new Bonus.Nth(1 + random.nextInt(5), windows[random.nextInt(windows.length)]);
                rewards.add(new SlotReward(slot, Optional.of(nth), new Prize(kind, 50, 1 + random.nextInt(3))));
            }
        }
        return rewards;
    }

    private static PrizeKind kind(RandomGenerator random) {
        PrizeKind[] kinds = PrizeKind.values();
        return random.nextInt(2) == 0 ? PrizeKind.CASH : kinds[random.nextInt(kinds.length)];
    }

    private static Prize prize(RandomGenerator random, PrizeKind kind, int count, Optional<Odds> odds) {
        long amount = kind.isAmount() ? 1 + random.nextInt(200) : 1;
        long most = kind.isAmount() && random.nextBoolean() ? amount + random.nextInt(200) : amount;
        return new Prize(kind, amount, most, count, odds, details(random, kind));
    }

    private static PrizeDetails details(RandomGenerator random, PrizeKind kind) {
        return switch (kind) {
            case CASH -> locked(random.nextInt(3));
            case POINTS ->
                random.nextBoolean()
                        ? locked(random.nextInt(3))
                        : new PrizeDetails("", 0, 0, 0, 0, new PointsTerms(random.nextInt(3), random.nextInt(3)));
            case COUPON ->
                new PrizeDetails(
                        "再来一瓶 free", 1 + random.nextInt(9), random.nextInt(2), random.nextInt(90), 0, PointsTerms.NONE);
            case GIFT, PIECE -> PrizeDetails.titled("title valid 3");
            case THANKS -> PrizeDetails.titled(random.nextBoolean() ? "" : "谢谢");
        };
    }

    private static PrizeDetails locked(int days) {
        return new PrizeDetails("", 0, 0, 0, days, PointsTerms.NONE);
    }

    /** A set where there are pieces, two if need be; and a guarantee now and then. */
    private static List<Bonus> bonuses(RandomGenerator random, List<Prize> prizes) {
        List<Bonus> bonuses = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            Bonus.Window[] windows = Bonus.Window.values();
            Bonus.Nth nth = new Bonus.Nth(1 + random.nextInt(3), windows[random.nextInt(windows.length)]);
            bonuses.add(new Bonus(Optional.of(nth), prize(random, PrizeKind.POINTS, 5, Optional.empty())));
        }
        List<Prize> pieces =
                prizes.stream().filter(prize -> prize.kind() == PrizeKind.PIECE).toList();
        if (pieces.size() == 1) {
            prizes.replaceAll(prize ->
                    pieces.contains(prize) ? new Prize(PrizeKind.POINTS, 1, prize.count(), prize.odds()) : prize);
        }
        if (pieces.size() > 1) {
            bonuses.add(new Bonus(Optional.empty(), prize(random, PrizeKind.CASH, 2, Optional.empty())));
        }
        return bonuses;
    }

    private static <T> Optional<T> maybe(RandomGenerator random, Supplier<T> value) {
        return random.nextInt(3) == 0 ? Optional.of(value.get()) : Optional.empty();
    }
}
