package dev.yima.gateway.scan;

import dev.yima.gateway.member.People;
import dev.yima.gateway.member.Person;
import dev.yima.gateway.risk.Network;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Somebody who asks as one who works at a partner.
 *
 * @param people tells who they are to a brand
 * @param person who
 * @param network from where
 * @param browser what their browser calls itself
 * @param at when
 * @param asked whether this request has asked what they do
 */
record Counter(People people, Person person, Network network, String browser, Instant at, AtomicBoolean asked) {
    /** Who they are to a brand. */
    UUID member(UUID brand) {
        return people.member(person, brand);
    }

    /** Whether nobody has asked before in this request. */
    boolean isFirstAsked() {
        return !asked.getAndSet(true);
    }

    /** The cookie's person, once they have begun to work for a brand. */
    Person hiredBy(UUID brand) {
        return person.meets(brand).worksFor(brand);
    }

    /** The same person, who meets a brand. */
    Counter meets(UUID brand) {
        return new Counter(people, person.meets(brand), network, browser, at, asked);
    }
}
