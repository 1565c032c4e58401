package dev.yima.gateway.ledger.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Numbers of faults.
 *
 * @param all of each brand and law that has any
 */
record Faults(List<Of> all) {
    static final Faults NONE = new Faults(List.of());

    /**
     * Faults of a law.
     *
     * @param brand whose it is
     * @param law the name of the law
     * @param count how many there are
     */
    record Of(UUID brand, String law, long count) {}

    static Faults of(List<Of> all) {
        return new Faults(all);
    }

    /** These and others. */
    Faults plus(Faults others) {
        return new Faults(Stream.concat(all.stream(), others.all.stream()).toList());
    }

    static Faults sum(Collection<Faults> each) {
        List<Of> all = new ArrayList<>();
        each.forEach(faults -> all.addAll(faults.all));
        return new Faults(all);
    }

    /** The number of faults of a brand by a law. */
    long of(UUID brand, String law) {
        return all.stream()
                .filter(of -> of.brand.equals(brand) && of.law.equals(law))
                .mapToLong(Of::count)
                .sum();
    }
}
