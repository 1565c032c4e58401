package dev.yima.gateway.diversion;

import dev.yima.engine.diversion.Territory;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How many there are in each region; those where there are none are left out. */
public final class RegionCounts {
    private final NavigableMap<String, Integer> counts = new TreeMap<>();

    static RegionCounts of(JsonObject stored) {
        RegionCounts places = new RegionCounts();
        stored.forEach(entry -> places.add(entry.getKey(), ((Number) entry.getValue()).intValue()));
        return places;
    }

    public void add(String region, int count) {
        counts.merge(region, count, Integer::sum);
        counts.remove(region, 0);
    }

    public Map<String, Integer> all() {
        return counts;
    }

    public int of(String region) {
        return counts.getOrDefault(region, 0);
    }

    public int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many are outside of a territory. */
    int outside(Territory territory) {
        return counts.entrySet().stream()
                .filter(entry -> territory.excludes(entry.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    String json() {
        return new JsonObject(Map.copyOf(counts)).encode();
    }
}
