package dev.yima.gateway.partner;

import dev.yima.gateway.brand.BrandStore;
import dev.yima.gateway.platform.Ids;
import dev.yima.gateway.platform.PublicAddress;
import dev.yima.gateway.platform.QrSvg;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Makes invitations, for staff and for people who may invite, and accepts them. */
@ApplicationScoped
public class Invitations {
    private static final int HOURS_DEFAULT = 72;
    private static final int HOURS_MAX = 24 * 90;

    private final InvitationStore store;
    private final RoleStore roles;
    private final BrandStore brands;
    private final PublicAddress address;
    private final Clock clock;

    Invitations(InvitationStore store, RoleStore roles, BrandStore brands, PublicAddress address, Clock clock) {
        this.store = store;
        this.roles = roles;
        this.brands = brands;
        this.address = address;
        this.clock = clock;
    }

    /**
     * An invitation as it is to be.
     *
     * @param role the name of the role
     * @param takesOver whether others with the role leave when it is accepted; left out, they stay
     * @param validHours how long it can be accepted; left out, three days
     */
    public record NewInvitation(
            @NotNull @Size(max = 40) @Schema(examples = "STORE")
            String role,

            @Nullable Boolean takesOver,

            @Nullable @Min(1) @Max(HOURS_MAX) @Schema(examples = "72")
            Integer validHours) {}

    /**
     * An invitation that was made.
     *
     * @param id its id
     * @param url what whoever is invited opens; it is shown this once
     * @param qr the same as a QR code, an SVG
     * @param expiresAt until when it can be accepted
     */
    @Schema(name = "MadeInvitation")
    public record Made(
            UUID id,

            @Schema(examples = "https://q.example.com/join/3q2-7w…")
            String url,

            String qr,
            Instant expiresAt) {}

    /**
     * Makes an invitation.
     *
     * @param tx the transaction
     * @param brand whose partner it is
     * @param madeBy a staff key, or a colleague
     */
    public Uni<Made> make(SqlClient tx, UUID brand, Partner partner, NewInvitation asked, UUID madeBy) {
        if (partner.state() == PartnerState.CLOSED) {
            throw new Problem(ProblemType.WRONG_STATE, "the partner is closed");
        }
        Instant now = clock.instant();
        int hours = asked.validHours() == null ? HOURS_DEFAULT : asked.validHours();
        Instant until = now.plus(Duration.ofHours(hours));
        String token = store.token();
        return roles.find(tx, brand, asked.role())
                .map(found -> found.filter(role -> role.kind() == partner.kind())
                        .orElseThrow(() -> Problem.invalid("role", "must be one for a " + partner.kind())))
                .flatMap(role -> {
                    boolean takesOver = asked.takesOver() != null && asked.takesOver();
                    Invitation made = new Invitation(
                            Ids.next(clock), brand, partner, role, takesOver, now, until, null, null, null);
                    return store.insert(tx, made, token, madeBy)
                            .flatMap(done -> brands.find(brand))
                            .map(whose -> {
                                String url = address.of(whose.host()) + "/join/" + token;
                                return new Made(made.id(), url, QrSvg.of(url), until);
                            });
                });
    }

    /**
     * What an invitation is for.
     *
     * @param brand whose partner it is
     * @param partner where
     * @param role as what
     */
    public record Offer(UUID brand, Partner partner, Role role) {
        private static Offer of(Invitation invitation) {
            return new Offer(invitation.brand(), invitation.partner(), invitation.role());
        }
    }

    /** What the invitation of a token is for; empty when there is none. It may be over. */
    public Uni<Optional<Offer>> find(SqlClient client, String token) {
        return store.find(client, token).map(found -> found.map(Offer::of));
    }

    /**
     * Accepts an invitation: once, by one person. The same person again changes nothing.
     *
     * @param tx the transaction
     * @param member who, as the brand of the invitation knows them
     * @return fails with a problem when there is none, or it is over
     */
    public Uni<Offer> accept(SqlClient tx, String token, UUID member, String name) {
        return store.accept(tx, token, member, name).map(Offer::of);
    }
}
