package dev.yima.gateway.platform.staff;

import dev.yima.gateway.platform.http.ClientAddresses;
import dev.yima.gateway.platform.http.ClientNetwork;
import dev.yima.gateway.platform.staff.StaffKeyLookup.IssuedKey;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Optional;

/** Authentication of staff by {@code Authorization: Bearer <key>}, the only mechanism. */
@ApplicationScoped
public class StaffAuthentication implements HttpAuthenticationMechanism {
    private static final String SCHEME = "bearer ";
    private static final int KEY_LENGTH_MAX = 128;

    private final StaffKeyLookup keys;
    private final RefusedKeys refusals;
    private final ClientAddresses addresses;

    StaffAuthentication(StaffKeyLookup keys, RefusedKeys refusals, ClientAddresses addresses) {
        this.keys = keys;
        this.addresses = addresses;
        this.refusals = refusals;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager manager) {
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return Uni.createFrom().nullItem();
        }
        String origin = NetworkText.of(ClientNetwork.of(addresses.of(context.request())));
        return find(header)
                .flatMap(key -> key.isPresent() && !key.get().revoked()
                        ? Uni.createFrom().item(identity(key.get().holder().from(origin)))
                        : refusals.record(key, origin)
                                .flatMap(done -> Uni.createFrom().failure(new AuthenticationFailedException())));
    }

    /** The key of a header; none in one that is too long, or of another scheme. */
    private Uni<Optional<IssuedKey>> find(String header) {
        return header.toLowerCase(Locale.ROOT).startsWith(SCHEME) && header.length() <= KEY_LENGTH_MAX
                ? keys.find(header.substring(SCHEME.length()).strip())
                : Uni.createFrom().item(Optional.empty());
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer realm=\"yima\""));
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return Uni.createFrom().item(new HttpCredentialTransport(HttpCredentialTransport.Type.AUTHORIZATION, "bearer"));
    }

    /** The staff member behind an identity; empty for the public. */
    public static Optional<Staff> staff(SecurityIdentity identity) {
        return identity.getPrincipal() instanceof Staff staff ? Optional.of(staff) : Optional.empty();
    }

    private static SecurityIdentity identity(Staff staff) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(staff)
                .addRoles(staff.role().names())
                .build();
    }
}
