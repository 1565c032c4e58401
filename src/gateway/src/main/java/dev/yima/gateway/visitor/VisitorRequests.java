package dev.yima.gateway.visitor;

import dev.yima.gateway.platform.http.ClientNetwork;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What a request tells about who is at the door, and the cookie that recognises them next time. */
@ApplicationScoped
public class VisitorRequests {
    private static final String CROSS_SITE = "cross-site";
    private static final String FORWARDED_PROTO = "X-Forwarded-Proto";
    /** Browsers keep no cookie longer (RFC 6265bis, 5.5). */
    private static final long COOKIE_SECONDS = Duration.ofDays(400).toSeconds();

    private final VisitorCookies people;
    private final CurrentStaff staff;
    private final Clock clock;

    VisitorRequests(VisitorCookies people, CurrentStaff staff, Clock clock) {
        this.people = people;
        this.staff = staff;
        this.clock = clock;
    }

    public Visitor person(@Nullable String cookie) {
        return people.of(cookie);
    }

    /**
     * The person behind a request with an Idempotency-Key. Without a cookie the key tells, together with the code, the
     * network and the browser, so that a repetition after a lost answer comes from the same person.
     */
    public Visitor person(@Nullable String cookie, String key, String code, HttpServerRequest request) {
        Visitor person = people.of(cookie);
        return person.known()
                ? person
                : people.who(String.join(" ", key, code, network(request).prefix(), browser(request)));
    }

    /** Somebody who asks as one who works at a partner. */
    public EmployeeRequest counter(@Nullable String cookie, HttpServerRequest request) {
        return new EmployeeRequest(
                people, people.of(cookie), network(request), browser(request), clock.instant(), new AtomicBoolean());
    }

    /** Whether a browser says that another site makes it ask. */
    public static boolean isCrossSite(HttpServerRequest request) {
        return CROSS_SITE.equals(request.getHeader("Sec-Fetch-Site"));
    }

    /** What a browser calls itself. */
    public static String browser(HttpServerRequest request) {
        return String.valueOf(request.getHeader(HttpHeaders.USER_AGENT));
    }

    public ClientNetwork network(HttpServerRequest request) {
        SocketAddress address = request.remoteAddress();
        return ClientNetwork.of(address == null || address.hostAddress() == null ? "" : address.hostAddress());
    }

    /** Who reads the answer. Only whoever shows a key is asked who they are, so that the public's road stays short. */
    public Uni<Audience> audience(HttpServerRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) == null
                ? Uni.createFrom().item(Audience.PUBLIC)
                : staff.orPublic().map(who -> new Audience(who.map(Staff::brand)));
    }

    /** The Set-Cookie header that recognises a person; null when the cookie they came with says it all. */
    public @Nullable String newCookie(Visitor before, Visitor after, HttpServerRequest request) {
        boolean same = after.brand() == null || after.brand().equals(before.brand());
        if (before.known() && same && after.employers().equals(before.employers())) {
            return null;
        }
        // A proxy's word is good enough here: it can only make the cookie stricter.
        boolean secure = request.isSSL() || "https".equalsIgnoreCase(request.getHeader(FORWARDED_PROTO));
        return VisitorCookies.COOKIE + '=' + people.cookie(after) + "; Path=/; Max-Age=" + COOKIE_SECONDS
                + "; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
    }
}
