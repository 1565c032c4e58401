package dev.yima.gateway.visitor;

import dev.yima.gateway.platform.http.ClientNetwork;
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
public record EmployeeRequest(
        VisitorCookies people, Visitor person, ClientNetwork network, String browser, Instant at, AtomicBoolean asked) {
    /** Who they are to a brand. */
    public UUID member(UUID brand) {
        return people.member(person, brand);
    }

    /** Whether nobody has asked before in this request. */
    public boolean isFirstAsked() {
        return !asked.getAndSet(true);
    }

    /** The cookie's person, once they have begun to work for a brand. */
    public Visitor hiredBy(UUID brand) {
        return person.meets(brand).worksFor(brand);
    }

    /** The same person, who meets a brand. */
    public EmployeeRequest meets(UUID brand) {
        return new EmployeeRequest(people, person.meets(brand), network, browser, at, asked);
    }
}
