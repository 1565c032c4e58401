package dev.yima.gateway.claim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Small campaigns as various as the API lets them be, as the JSON that makes them. */
final class RandomCampaign {
    private static final List<String> ZONES = List.of("Asia/Shanghai", "America/St_Johns", "Pacific/Apia");
    private static final int MILLION = 1_000_000;
    private static final int AMOUNT_MAX = 200;

    private RandomCampaign() {}

    static Map<String, Object> from(RandomGenerator random) {
        int claims = 1 + random.nextInt(40);
        boolean odds = random.nextBoolean();
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
                prizes(random, claims, odds),
                "limits",
                limits(random)));
        if (random.nextInt(5) == 0) {
            campaign.put("people", "NEW");
        }
        return campaign;
    }

    private static List<Map<String, Object>> prizes(RandomGenerator random, int claims, boolean odds) {
        int lines = 1 + random.nextInt(Math.min(4, claims));
        List<Map<String, Object>> prizes = new ArrayList<>();
        for (int line = 0; line < lines; line++) {
            boolean cash = random.nextInt(3) > 0;
            Map<String, Object> prize = new HashMap<>();
            prize.put("kind", cash ? "CASH" : "POINTS");
            prize.put(cash ? "amountMinor" : "points", 1 + random.nextInt(AMOUNT_MAX));
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
