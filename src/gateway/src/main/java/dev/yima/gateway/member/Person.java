package dev.yima.gateway.member;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whoever holds a phone: a random number in a signed cookie, and nothing else. To each brand the same person is another
 * member, and brands cannot tell that two members are one person.
 *
 * @param id the random number; never stored, never shown
 * @param brand the brand that the person met last, null when none yet
 * @param known whether the cookie came with the request, so that it was signed here before
 */
public record Person(UUID id, @Nullable UUID brand, boolean known) {
    /** The same person, having met a brand. */
    public Person meets(UUID met) {
        return new Person(id, met, known);
    }
}
