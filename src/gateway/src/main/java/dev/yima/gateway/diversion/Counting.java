package dev.yima.gateway.diversion;

import dev.yima.gateway.diversion.Located.Counted;
import dev.yima.gateway.diversion.Located.Key;
import dev.yima.gateway.diversion.LocatedStore.Item;
import dev.yima.gateway.diversion.LocatedStore.Person;
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
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What changes when some scans are counted otherwise than before: everything moves by the difference. */
final class Counting {
    private final Map<Key, @Nullable Counted> changes = new LinkedHashMap<>();
    private final List<Difference> differences = new ArrayList<>();

    private record Difference(Located scan, Counted place, int count) {}

    private record CaseKey(CodeRef pack, UUID dealer) {}

    /** Adds a scan, and as what it is to be counted; one that stays where it is, or comes twice, changes nothing. */
    void add(Located scan, @Nullable Counted to) {
        Counted from = scan.counted();
        if (Objects.equals(from, to) || changes.containsKey(scan.key())) {
            return;
        }
        changes.put(scan.key(), to);
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
    Map<Key, @Nullable Counted> changes() {
        return changes;
    }

    /** Whoever may appear or vanish, with a case or with a dealer. */
    Set<Person> people() {
        Set<Person> people = new HashSet<>();
        differences.forEach(one -> {
            UUID member = one.scan.scan().member();
            people.add(new Person(one.place.pack(), one.place.dealer(), member));
            people.add(new Person(null, one.place.dealer(), member));
        });
        return people;
    }

    /** Codes that may appear or vanish in a region. */
    Set<Item> items() {
        Set<Item> items = new HashSet<>();
        differences.forEach(one -> items.add(new Item(one.scan.scan().code(), one.place.dealer(), one.place.region())));
        return items;
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
    Collection<CaseCount> move(
            Collection<CaseCount> known,
            Map<UUID, DealerCount> dealers,
            Appearances<Person> people,
            Appearances<Item> items) {
        Map<CaseKey, CaseCount> cases = new HashMap<>();
        cases().forEach(one -> cases.put(new CaseKey(one.code(), one.dealer()), one));
        known.forEach(one -> cases.put(new CaseKey(one.code(), one.dealer()), one));
        for (Difference one : differences) {
            of(cases, key(one.place)).places().add(one.place.region(), one.count);
            of(dealers, one.place.dealer()).places().add(one.place.region(), one.count);
        }
        people.forEach((person, count) -> {
            CodeRef pack = person.pack();
            if (pack == null) {
                of(dealers, person.dealer()).addPerson(count);
            } else {
                of(cases, new CaseKey(pack, person.dealer())).addPerson(count);
            }
        });
        items.forEach((item, count) -> of(dealers, item.dealer()).items().add(item.region(), count));
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
    record Appearances<T>(Set<T> before, Set<T> after) {
        private void forEach(BiConsumer<T, Integer> each) {
            after.stream().filter(one -> !before.contains(one)).forEach(one -> each.accept(one, 1));
            before.stream().filter(one -> !after.contains(one)).forEach(one -> each.accept(one, -1));
        }
    }
}
