package dev.yima.gateway.visitor;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A visitor: a random number in a signed cookie, and nothing else. Each brand sees another member in the same person,
 * and brands cannot tell that two members are one person.
 *
 * @param id the random number; never stored, never shown
 * @param brand the brand whose code the person scanned last, null when none yet
 * @param employers the brands for whose dealers or stores the person accepted to work, the latest first; the table of
 *     employees decides whether they still do
 * @param epoch the epoch of the cookie; those before it that the person has ended are nobody's
 * @param known whether the request came with a cookie that was signed here
 */
public record Visitor(UUID id, @Nullable UUID brand, List<UUID> employers, int epoch, boolean known) {
    /** The most employers that a cookie holds; one more replaces the oldest. */
    static final int EMPLOYERS_MAX = 8;

    /** A person who was not seen before. */
    static Visitor unknown(UUID id) {
        return new Visitor(id, null, List.of(), 0, false);
    }

    /** The same person, having ended the cookies before an epoch. */
    Visitor at(int next) {
        return new Visitor(id, brand, employers, next, known);
    }

    /** The same person, having met a brand. */
    public Visitor meets(UUID met) {
        return new Visitor(id, met, employers, epoch, known);
    }

    /** The same person, having begun to work for a brand. */
    public Visitor worksFor(UUID employer) {
        return employers.contains(employer)
                ? this
                : new Visitor(
                        id,
                        brand,
                        Stream.concat(Stream.of(employer), employers.stream())
                                .limit(EMPLOYERS_MAX)
                                .toList(),
                        epoch,
                        known);
    }

    /** The brands for which the person may work: the one met last, then the employers. */
    public List<UUID> brands() {
        return Stream.concat(Stream.ofNullable(brand), employers.stream())
                .distinct()
                .toList();
    }
}
