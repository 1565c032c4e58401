package dev.yima.gateway.visitor;

import dev.yima.gateway.idempotency.IdempotentRequest;
import dev.yima.gateway.platform.config.PublicAddress;
import dev.yima.gateway.platform.http.ClientAddresses;
import dev.yima.gateway.platform.http.ClientNetwork;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Visitors of HTTP requests: the person behind a request, its network, and the cookie for the next one. */
@ApplicationScoped
public class VisitorRequests {
    /** Browsers keep no cookie longer (RFC 6265bis, 5.5). */
    private static final long COOKIE_SECONDS = Duration.ofDays(400).toSeconds();

    private final VisitorCookies visitors;
    private final CookieEpochs epochs;
    private final ClientAddresses addresses;
    private final CurrentStaff staff;
    private final PublicAddress publicAddress;
    private final Clock clock;

    VisitorRequests(
            VisitorCookies visitors,
            CookieEpochs epochs,
            ClientAddresses addresses,
            CurrentStaff staff,
            PublicAddress publicAddress,
            Clock clock) {
        this.visitors = visitors;
        this.epochs = epochs;
        this.addresses = addresses;
        this.publicAddress = publicAddress;
        this.staff = staff;
        this.clock = clock;
    }

    /** The visitor of a request; a new one when it has no cookie, or one that was not signed here. */
    public Visitor person(HttpServerRequest request) {
        return visitors.of(cookie(request));
    }

    /** The cookie of a request. Over HTTPS only one that no other host, and no page without TLS, can have set. */
    private @Nullable String cookie(HttpServerRequest request) {
        Cookie cookie = request.getCookie(isSecure(request) ? VisitorCookies.SECURE_COOKIE : VisitorCookies.COOKIE);
        return cookie == null ? null : cookie.getValue();
    }

    /** Whether the visitor's browser speaks HTTPS with us, or with a proxy before us. */
    boolean isSecure(HttpServerRequest request) {
        return ClientAddresses.isSecure(request, publicAddress);
    }

    /**
     * The visitor of a request with an Idempotency-Key. Without a cookie the person is derived from the key, what is
     * asked for (a code, an invitation), the network and the browser, so that a repetition after a lost answer comes
     * from the same person; unless the key can be guessed, with which a neighbour would become that person.
     */
    public Visitor person(String key, String asked, HttpServerRequest request) {
        Visitor person = person(request);
        return person.known() || !IdempotentRequest.isUnguessable(key)
                ? person
                : visitors.ofSecret(
                        String.join(" ", key, asked, network(request).prefix(), browser(request)));
    }

    /** The pseudonym of a visitor to nobody's brand, to whom their Idempotency-Keys belong. */
    public UUID pseudonym(Visitor person) {
        return visitors.pseudonym(person);
    }

    /** A token for a form of a visitor. */
    public String formToken(Visitor person) {
        return visitors.formToken(person);
    }

    /** The visitor of a form that was made for them, also when they have ended their cookie meanwhile. */
    public Optional<Visitor> ofForm(HttpServerRequest request, String token) {
        return visitors.signed(cookie(request)).filter(person -> visitors.isFormToken(person, token));
    }

    /**
     * Ends all cookies of a visitor but the one of this answer.
     *
     * @param token the token of the form: sent twice, it is answered the same
     * @return the Set-Cookie header; null when another form has ended this visitor's cookie before
     */
    public Uni<@Nullable String> endOtherCookies(Visitor person, String token, HttpServerRequest request) {
        return epochs.endUpTo(pseudonym(person), person.epoch(), token)
                .map(next ->
                        next.map(epoch -> header(person.at(epoch), request)).orElse(null));
    }

    /** The request of a visitor who acts as an employee of a partner. */
    public EmployeeRequest employee(HttpServerRequest request) {
        return employee(person(request), request);
    }

    /** The request of a person who acts, or is about to act, as an employee of a partner. */
    public EmployeeRequest employee(Visitor person, HttpServerRequest request) {
        return new EmployeeRequest(visitors, person, network(request), browser(request), clock.instant());
    }

    /** The User-Agent of a request; the text {@code null} when it has none. */
    public static String browser(HttpServerRequest request) {
        return String.valueOf(request.getHeader(HttpHeaders.USER_AGENT));
    }

    /** The network of a request's client. */
    public ClientNetwork network(HttpServerRequest request) {
        return ClientNetwork.of(addresses.of(request));
    }

    /** The audience of the answer. Without a key it is the public, and no identity is looked up. */
    public Uni<Audience> audience(HttpServerRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) == null
                ? Uni.createFrom().item(Audience.PUBLIC)
                : staff.orPublic().map(who -> new Audience(who.map(Staff::brand)));
    }

    /**
     * The Set-Cookie header for a visitor after a request; null when their cookie is still right, and when they have
     * ended it meanwhile: a later one must not be replaced.
     *
     * @param before the visitor as the request came
     * @param after the visitor as the request leaves them
     */
    public @Nullable String newCookie(Visitor before, Visitor after, HttpServerRequest request) {
        boolean same = after.brand() == null || after.brand().equals(before.brand());
        if (before.known() && same && after.employers().equals(before.employers()) || visitors.isEnded(after)) {
            return null;
        }
        return header(after, request);
    }

    private String header(Visitor after, HttpServerRequest request) {
        boolean secure = isSecure(request);
        return (secure ? VisitorCookies.SECURE_COOKIE : VisitorCookies.COOKIE) + '=' + visitors.cookie(after)
                + "; Path=/; Max-Age=" + COOKIE_SECONDS + "; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
    }
}
