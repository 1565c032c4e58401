package dev.yima.gateway.diversion.count;

import dev.yima.gateway.diversion.AttributedScan;
import dev.yima.gateway.diversion.AttributedScan.Counted;
import dev.yima.gateway.diversion.AttributedScanRepository.Witness;
import dev.yima.gateway.diversion.CaseCount;
import dev.yima.gateway.diversion.DealerCount;
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

/** What changes when some scans are counted otherwise than before: everything moves by the difference. */
final class AttributionDelta {
    private final Map<CodeRef, @Nullable Counted> changes = new LinkedHashMap<>();
    private final List<Difference> differences = new ArrayList<>();

    private record Difference(AttributedScan scan, Counted place, int count) {}

    private record CaseKey(CodeRef pack, UUID dealer) {}

    /** Adds a scan, and as what it is to be counted; one that stays where it is, or comes twice, changes nothing. */
    void add(AttributedScan scan, @Nullable Counted to) {
        Counted from = scan.counted();
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

    /** As what scans are counted from now on; null for those that are not. */
    Map<CodeRef, @Nullable Counted> changes() {
        return changes;
    }

    /** Whoever may appear or vanish, with a case or with a dealer. */
    Set<Witness> witnesses() {
        Set<Witness> witnesses = new HashSet<>();
        differences.forEach(one -> {
            Counted place = one.place;
            witnesses.addAll(Witness.both(Witness.Kind.PERSON, place, place.member()));
            if (place.network() != null) {
                witnesses.addAll(Witness.both(Witness.Kind.NETWORK, place, place.network()));
            }
        });
        return witnesses;
    }

    /** Dealers of whom something changes. */
    Set<UUID> dealers() {
        Set<UUID> dealers = new HashSet<>();
        differences.forEach(one -> dealers.add(one.place.dealer()));
        return dealers;
    }

    /** Cases of which something changes, as if nothing were counted of them. */
    Collection<CaseCount> cases() {
        Map<CaseKey, CaseCount> cases = new HashMap<>();
        differences.forEach(one -> cases.computeIfAbsent(
                key(one.place),
                key -> CaseCount.fresh(key.pack, key.dealer, one.scan.scan().brand())));
        return cases.values();
    }

    /**
     * Moves what is counted.
     *
     * @param known what is counted of those of {@link #cases} of which anything is
     * @param dealers all of {@link #dealers}
     * @return all cases, as they are now
     */
    Collection<CaseCount> move(Collection<CaseCount> known, Map<UUID, DealerCount> dealers, Appearances witnesses) {
        Map<CaseKey, CaseCount> cases = new HashMap<>();
        cases().forEach(one -> cases.put(new CaseKey(one.code(), one.dealer()), one));
        known.forEach(one -> cases.put(new CaseKey(one.code(), one.dealer()), one));
        for (Difference one : differences) {
            of(cases, key(one.place)).places().add(one.place.region(), one.count);
            of(dealers, one.place.dealer()).places().add(one.place.region(), one.count);
        }
        witnesses.forEach((witness, count) -> {
            CodeRef pack = witness.pack();
            if (pack == null) {
                of(dealers, witness.dealer()).crowd().add(witness.kind(), count);
            } else {
                of(cases, new CaseKey(pack, witness.dealer())).crowd().add(witness.kind(), count);
            }
        });
        cases.values().forEach(one -> one.judge(of(dealers, one.dealer())));
        return cases.values();
    }

    private static CaseKey key(Counted place) {
        return new CaseKey(place.pack(), place.dealer());
    }

    private static <K, V> V of(Map<K, V> all, K key) {
        return Objects.requireNonNull(all.get(key), () -> "must be known: " + key);
    }

    /**
     * What was there before, and what is afterwards.
     *
     * @param before those of some that were there
     * @param after those of them that are there now
     */
    record Appearances(Set<Witness> before, Set<Witness> after) {
        private void forEach(ObjIntConsumer<Witness> each) {
            after.stream().filter(one -> !before.contains(one)).forEach(one -> each.accept(one, 1));
            before.stream().filter(one -> !after.contains(one)).forEach(one -> each.accept(one, -1));
        }
    }
}
