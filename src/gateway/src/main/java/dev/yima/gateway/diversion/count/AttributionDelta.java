package dev.yima.gateway.diversion.count;

import dev.yima.gateway.diversion.AttributedScan;
import dev.yima.gateway.diversion.AttributedScan.Attribution;
import dev.yima.gateway.diversion.CaseCount;
import dev.yima.gateway.diversion.DealerCount;
import dev.yima.gateway.diversion.DistinctScanner;
import dev.yima.gateway.history.CodeRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** Changes of counts when scans are attributed to another case, dealer or region than before. */
final class AttributionDelta {
    private final Map<CodeRef, @Nullable Attribution> changes = new LinkedHashMap<>();
    private final List<Difference> differences = new ArrayList<>();

    private record Difference(AttributedScan scan, Attribution place, int count) {}

    private record CaseKey(CodeRef pack, UUID dealer) {}

    /**
     * Adds a scan. One that stays where it is, or comes twice, changes nothing.
     *
     * @param to its attribution from now on; null for none
     */
    void add(AttributedScan scan, @Nullable Attribution to) {
        Attribution from = scan.attribution();
        if (Objects.equals(from, to) || changes.containsKey(scan.scan().code())) {
            return;
        }
        changes.put(scan.scan().code(), to);
        if (from != null) {
            differences.add(new Difference(scan, from, -1));
        }
        if (to != null) {
            differences.add(new Difference(scan, to, 1));
        }
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    /** The attributions from now on; null for scans without one. */
    Map<CodeRef, @Nullable Attribution> changes() {
        return changes;
    }

    /** The scanners who may appear or vanish, at a case or at a dealer. */
    Set<DistinctScanner> scanners() {
        Set<DistinctScanner> scanners = new HashSet<>();
        differences.forEach(one -> {
            Attribution place = one.place;
            scanners.addAll(DistinctScanner.both(DistinctScanner.Kind.PERSON, place, place.member()));
            if (place.network() != null) {
                scanners.addAll(DistinctScanner.both(DistinctScanner.Kind.NETWORK, place, place.network()));
            }
        });
        return scanners;
    }

    /** The dealers whose counts change. */
    Set<UUID> dealers() {
        Set<UUID> dealers = new HashSet<>();
        differences.forEach(one -> dealers.add(one.place.dealer()));
        return dealers;
    }

    /** The cases whose counts change, each with counts of zero. */
    Collection<CaseCount> cases() {
        Map<CaseKey, CaseCount> cases = new HashMap<>();
        differences.forEach(one -> cases.computeIfAbsent(
                key(one.place),
                key -> CaseCount.fresh(key.pack, key.dealer, one.scan.scan().brand())));
        return cases.values();
    }

    /**
     * Applies the changes.
     *
     * @param known the counts of those of {@link #cases} that have any
     * @param dealers the counts of all {@link #dealers}; changed
     * @param appearances the scanners before and after
     * @return the counts of all cases
     */
    Collection<CaseCount> apply(Collection<CaseCount> known, Map<UUID, DealerCount> dealers, Appearances appearances) {
        Map<CaseKey, CaseCount> cases = new HashMap<>();
        cases().forEach(one -> cases.put(new CaseKey(one.code(), one.dealer()), one));
        known.forEach(one -> cases.put(new CaseKey(one.code(), one.dealer()), one));
        for (Difference one : differences) {
            of(cases, key(one.place)).regions().add(one.place.region(), one.count);
            of(dealers, one.place.dealer()).regions().add(one.place.region(), one.count);
        }
        appearances.forEach((scanner, count) -> {
            CodeRef pack = scanner.pack();
            if (pack == null) {
                of(dealers, scanner.dealer()).distinct().add(scanner.kind(), count);
            } else {
                of(cases, new CaseKey(pack, scanner.dealer())).distinct().add(scanner.kind(), count);
            }
        });
        cases.values().forEach(one -> one.judge(of(dealers, one.dealer())));
        return cases.values();
    }

    private static CaseKey key(Attribution place) {
        return new CaseKey(place.pack(), place.dealer());
    }

    private static <K, V> V of(Map<K, V> all, K key) {
        return Objects.requireNonNull(all.get(key), () -> "must be known: " + key);
    }

    /**
     * Scanners who were there before a change, and who are afterwards.
     *
     * @param before those of some who were there
     * @param after those of them who are there now
     */
    record Appearances(Set<DistinctScanner> before, Set<DistinctScanner> after) {
        private void forEach(ObjIntConsumer<DistinctScanner> each) {
            after.stream().filter(one -> !before.contains(one)).forEach(one -> each.accept(one, 1));
            before.stream().filter(one -> !after.contains(one)).forEach(one -> each.accept(one, -1));
        }
    }
}
