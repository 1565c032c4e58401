package dev.yima.gateway.diversion;

import dev.yima.engine.diversion.Territory;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Numbers of scans by region; regions without any are left out. */
public final class RegionCounts {
    private final NavigableMap<String, Integer> counts = new TreeMap<>();

    static RegionCounts of(JsonObject stored) {
        RegionCounts regions = new RegionCounts();
        stored.forEach(entry -> regions.add(entry.getKey(), ((Number) entry.getValue()).intValue()));
        return regions;
    }

    /** Adds scans of a region; a negative count takes them away. */
    public void add(String region, int count) {
        counts.merge(region, count, Integer::sum);
        counts.remove(region, 0);
    }

    /** The numbers by code of region. */
    public Map<String, Integer> all() {
        return counts;
    }

    /** The number of a region; 0 without scans. */
    public int of(String region) {
        return counts.getOrDefault(region, 0);
    }

    /** The number of all regions. */
    public int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The number outside of a territory. */
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
