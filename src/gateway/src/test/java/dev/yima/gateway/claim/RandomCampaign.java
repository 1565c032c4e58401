package dev.yima.gateway.claim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Small campaigns as various as the API lets them be, as the JSON that makes them. */
final class RandomCampaign {
    private static final List<String> ZONES = List.of("Asia/Shanghai", "America/St_Johns", "Pacific/Apia");
    private static final List<String> PERIODS = List.of("DAY", "WEEK", "MONTH", "EVER");
    private static final int MILLION = 1_000_000;
    private static final int AMOUNT_MAX = 200;

    private RandomCampaign() {}

    static Map<String, Object> from(RandomGenerator random) {
        int claims = 1 + random.nextInt(40);
        boolean odds = random.nextBoolean();
        List<Map<String, Object>> prizes = prizes(random, claims, odds, random.nextInt(4) == 0);
        boolean set = "PIECE".equals(prizes.get(0).get("kind"));
        Map<String, Object> campaign = new HashMap<>(Map.of(
                "name",
                "Random",
                "claims",
                claims,
                "draw",
                odds ? "ODDS" : "EXACT",
                "zone",
                ZONES.get(random.nextInt(ZONES.size())),
                "prizes",
                prizes,
                "bonuses",
                bonuses(random, set),
                "limits",
                limits(random)));
        if (random.nextInt(5) == 0) {
            campaign.put("people", "NEW");
        }
        if (random.nextInt(4) == 0) {
            campaign.put("multipliers", List.of(Map.of("factor", 3, "weekdays", List.of("SATURDAY", "MONDAY"))));
        }
        return campaign;
    }

    private static List<Map<String, Object>> prizes(RandomGenerator random, int claims, boolean odds, boolean set) {
        int lines = set ? Math.min(2, claims) : 1 + random.nextInt(Math.min(4, claims));
        List<Map<String, Object>> prizes = new ArrayList<>();
        for (int line = 0; line < lines; line++) {
            Map<String, Object> prize =
                    set && lines > 1 ? Map.of("kind", "PIECE", "title", "Piece " + line) : any(random);
            prize = new HashMap<>(prize);
            prize.put("count", 1 + random.nextInt(odds ? 6 : claims / lines));
            if (odds) {
                prize.put("perMillion", 1 + random.nextInt(MILLION / lines));
                if (line + 1 < lines && random.nextBoolean()) {
                    prize.put("fallback", line + 1 + random.nextInt(lines - line - 1));
                }
            }
            prizes.add(prize);
        }
        return prizes;
    }

    /** Something that can be won, most often money. */
    private static Map<String, Object> any(RandomGenerator random) {
        return switch (random.nextInt(12)) {
            case 0 ->
                Map.of("kind", "COUPON", "title", "One more", "validDays", 3, "storeFeeMinor", random.nextInt(90));
            case 1 -> Map.of("kind", "GIFT", "title", "Bicycle");
            case 2, 3 -> Map.of("kind", "THANKS", "title", "Thank you");
            case 4, 5 -> amount(random, "POINTS", "points", "pointsMax");
            default -> amount(random, "CASH", "amountMinor", "amountMaxMinor");
        };
    }

    private static Map<String, Object> amount(RandomGenerator random, String kind, String least, String most) {
        int amount = 1 + random.nextInt(AMOUNT_MAX);
        Map<String, Object> prize = new HashMap<>(Map.of("kind", kind, least, amount));
        if (random.nextInt(3) == 0) {
            prize.put(most, amount + random.nextInt(AMOUNT_MAX + 1 - amount));
        }
        if (random.nextInt(3) == 0) {
            prize.put("lockedDays", 1 + random.nextInt(2));
        } else if ("POINTS".equals(kind)) {
            if (random.nextInt(3) == 0) {
                prize.put("pendingDays", 1 + random.nextInt(2));
            }
            if (random.nextInt(2) == 0) {
                prize.put("validMonths", 1 + random.nextInt(2));
            }
        }
        return prize;
    }

    private static List<Map<String, Object>> bonuses(RandomGenerator random, boolean set) {
        List<Map<String, Object>> bonuses = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            String per = PERIODS.get(random.nextInt(PERIODS.size()));
            bonuses.add(Map.of("rule", "NTH", "n", 1 + random.nextInt(3), "per", per, "prize", counted(random)));
        }
        if (set) {
            bonuses.add(Map.of("rule", "SET", "prize", counted(random)));
        }
        return bonuses;
    }

    private static Map<String, Object> counted(RandomGenerator random) {
        Map<String, Object> prize = new HashMap<>(any(random));
        prize.put("count", 1 + random.nextInt(4));
        return prize;
    }

    private static Map<String, Object> limits(RandomGenerator random) {
        Map<String, Object> limits = new HashMap<>();
        if (random.nextInt(3) == 0) {
            limits.put("perPersonDay", 1 + random.nextInt(4));
        }
        if (random.nextInt(4) == 0) {
            limits.put("perPerson", 1 + random.nextInt(6));
        }
        if (random.nextInt(4) == 0) {
            limits.put("cashPerHourMinor", AMOUNT_MAX + random.nextInt(300));
        }
        if (random.nextInt(4) == 0) {
            limits.put("cashPerDayMinor", AMOUNT_MAX + random.nextInt(1_000));
        }
        return limits;
    }
}
