package dev.yima.gateway.scan;

import dev.yima.gateway.member.People;
import dev.yima.gateway.member.Person;
import dev.yima.gateway.risk.Network;
import java.time.Instant;
import java.util.UUID;

/**
 * Somebody who asks as one who works at a partner.
 *
 * @param people tells who they are to a brand
 * @param person who
 * @param network from where
 * @param browser what their browser calls itself
 * @param at when
 */
record Counter(People people, Person person, Network network, String browser, Instant at) {
    /** Who they are to a brand. */
    UUID member(UUID brand) {
        return people.member(person, brand);
    }
}
