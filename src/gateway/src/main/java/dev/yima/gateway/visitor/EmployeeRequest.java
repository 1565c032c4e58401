package dev.yima.gateway.visitor;

import dev.yima.gateway.platform.http.ClientNetwork;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request of a visitor who acts as an employee of a partner. One request may look up the employee several times; it
 * is counted once, by the first caller of {@link #markCounted}.
 */
public final class EmployeeRequest {
    private final VisitorCookies visitors;
    private final Visitor person;
    private final ClientNetwork network;
    private final String browser;
    private final Instant at;
    private final AtomicBoolean counted;

    EmployeeRequest(VisitorCookies visitors, Visitor person, ClientNetwork network, String browser, Instant at) {
        this(visitors, person, network, browser, at, new AtomicBoolean());
    }

    private EmployeeRequest(
            VisitorCookies visitors,
            Visitor person,
            ClientNetwork network,
            String browser,
            Instant at,
            AtomicBoolean counted) {
        this.visitors = visitors;
        this.person = person;
        this.network = network;
        this.browser = browser;
        this.at = at;
        this.counted = counted;
    }

    /** The visitor who makes the request. */
    public Visitor person() {
        return person;
    }

    /** The network of the request. */
    public ClientNetwork network() {
        return network;
    }

    /** The User-Agent of the request. */
    public String browser() {
        return browser;
    }

    /** The time of the request. */
    public Instant at() {
        return at;
    }

    /** The member that a brand sees in the visitor. */
    public UUID member(UUID brand) {
        return visitors.member(person, brand);
    }

    /** Whether the caller is to count the request: true once, however many brands the request meets. */
    public boolean markCounted() {
        return !counted.getAndSet(true);
    }

    /** The visitor, once they have begun to work for a brand. */
    public Visitor hiredBy(UUID brand) {
        return person.meets(brand).worksFor(brand);
    }

    /** The same request, of the visitor who has met a brand. */
    public EmployeeRequest meets(UUID brand) {
        return new EmployeeRequest(visitors, person.meets(brand), network, browser, at, counted);
    }
}
