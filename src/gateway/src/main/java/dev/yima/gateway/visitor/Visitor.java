package dev.yima.gateway.visitor;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whoever holds a phone: a random number in a signed cookie, and nothing else. To each brand the same person is another
 * member, and brands cannot tell that two members are one person.
 *
 * @param id the random number; never stored, never shown
 * @param brand the brand that the person met last, null when none yet
 * @param employers the brands for whose dealers or stores the person was asked to work, the latest first; whether they
 *     still do is for the rows of those to say
 * @param known whether the cookie came with the request, so that it was signed here before
 */
public record Visitor(UUID id, @Nullable UUID brand, List<UUID> employers, boolean known) {
    /** The most brands that are remembered as employers; one more takes the place of the oldest. */
    static final int EMPLOYERS_MAX = 8;

    /** The same person, having met a brand. */
    public Visitor meets(UUID met) {
        return new Visitor(id, met, employers, known);
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
                        known);
    }

    /** The brands for which the person may work: the one that they met last, then their employers. */
    public List<UUID> brands() {
        return Stream.concat(Stream.ofNullable(brand), employers.stream())
                .distinct()
                .toList();
    }
}
