package dev.yima.gateway.partner.people;

import dev.yima.gateway.brand.BrandRepository;
import dev.yima.gateway.partner.Partner;
import dev.yima.gateway.partner.PartnerKind;
import dev.yima.gateway.partner.PartnerRepository;
import dev.yima.gateway.partner.PartnerState;
import dev.yima.gateway.platform.config.PublicAddress;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.platform.http.QrSvg;
import dev.yima.gateway.platform.staff.Staff;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Invitations: made for staff and for employees who may invite, and accepted. */
@ApplicationScoped
public class InvitationService {
    private static final int HOURS_DEFAULT = 72;
    private static final int HOURS_MAX = 24 * 90;
    /** The most invitations of a partner that can be accepted at a time, so that each of them is seen. */
    private static final int OPEN_MAX = 50;

    private final InvitationRepository repository;
    private final PartnerRepository partners;
    private final PartnerRoleRepository roles;
    private final BrandRepository brands;
    private final PublicAddress address;
    private final Clock clock;

    InvitationService(
            InvitationRepository repository,
            PartnerRepository partners,
            PartnerRoleRepository roles,
            BrandRepository brands,
            PublicAddress address,
            Clock clock) {
        this.repository = repository;
        this.partners = partners;
        this.roles = roles;
        this.brands = brands;
        this.address = address;
        this.clock = clock;
    }

    /**
     * Request for an invitation.
     *
     * @param role the name of the role
     * @param takesOver whether others with the role leave when it is accepted; left out, they stay
     * @param validHours its validity in hours; left out, three days
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
     * @param url the link for the invited person; it is shown this once
     * @param qr the same as a QR code, an SVG
     * @param expiresAt the end of its validity
     */
    @Schema(name = "MadeInvitation")
    public record Made(
            UUID id,

            @Schema(examples = "https://q.example.com/join/3q2-7w…")
            String url,

            String qr,
            Instant expiresAt) {}

    /**
     * Makes an invitation in the name of the brand, into whichever role.
     *
     * @param tx the transaction
     * @param staff the staff who asks
     * @return fails with a problem when there is no such partner or role, or too much is open
     */
    Uni<Made> make(SqlClient tx, Staff staff, UUID partner, NewInvitation asked) {
        return held(tx, staff.brand(), partner)
                .flatMap(where -> roles.find(tx, staff.brand(), asked.role())
                        .map(found -> fitting(found, where.kind()))
                        .flatMap(role -> write(tx, staff.brand(), where, role, asked, staff.key())));
    }

    /**
     * Makes an invitation in the name of somebody who may invite: to the first of their partners where that is, and
     * into roles that let people do no more than theirs does.
     *
     * @param tx the transaction
     * @param posts the posts of the employee who asks, at least one
     * @return fails with a problem when they may not, there is no such role, or too much is open
     */
    public Uni<Made> make(SqlClient tx, UUID brand, List<Employee> posts, NewInvitation asked) {
        List<Employee> inviting =
                posts.stream().filter(post -> post.may(Permission.INVITE)).toList();
        if (inviting.isEmpty()) {
            throw new Problem(ProblemType.NOT_A_PARTNER);
        }
        return roles.find(tx, brand, asked.role()).flatMap(found -> {
            PartnerKind kind = found.map(PartnerRole::kind)
                    .filter(one ->
                            inviting.stream().anyMatch(post -> post.partner().kind() == one))
                    .orElse(inviting.get(0).partner().kind());
            PartnerRole role = fitting(found, kind);
            Employee inviter = inviting.stream()
                    .filter(post -> post.partner().kind() == kind && post.role().covers(role))
                    .findFirst()
                    .orElseThrow(() -> new Problem(
                            ProblemType.ROLE_ABOVE_YOURS, "your role may not do all that " + role.name() + " may"));
            return held(tx, brand, inviter.partner().id())
                    .flatMap(where -> write(tx, brand, where, role, asked, inviter.id()));
        });
    }

    private Uni<Partner> held(SqlClient tx, UUID brand, UUID partner) {
        return partners.lock(tx, brand, partner)
                .map(found -> found.orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)));
    }

    private static PartnerRole fitting(Optional<PartnerRole> found, PartnerKind kind) {
        return found.filter(role -> role.kind() == kind)
                .orElseThrow(() -> Problem.invalid("role", "must be one for a " + kind));
    }

    /** The partner is held, so that nobody else counts what is open meanwhile. */
    private Uni<Made> write(
            SqlClient tx, UUID brand, Partner partner, PartnerRole role, NewInvitation asked, UUID madeBy) {
        if (partner.state() == PartnerState.CLOSED) {
            throw new Problem(ProblemType.WRONG_STATE, "the partner is closed");
        }
        Instant now = clock.instant();
        int hours = asked.validHours() == null ? HOURS_DEFAULT : asked.validHours();
        Instant until = now.plus(Duration.ofHours(hours));
        boolean takesOver = asked.takesOver() != null && asked.takesOver();
        String token = repository.token();
        Invitation made = new Invitation(
                Ids.next(clock), brand, partner, role, takesOver, madeBy, null, now, until, null, null, null);
        return repository
                .countOpen(tx, partner.id(), now)
                .invoke(open -> {
                    if (open >= OPEN_MAX) {
                        throw new Problem(
                                ProblemType.TOO_MANY_INVITATIONS, OPEN_MAX + " of this partner can be accepted now");
                    }
                })
                .flatMap(free -> repository.insert(tx, made, token))
                .flatMap(done -> brands.find(tx, brand))
                .map(whose -> {
                    String url = address.of(whose.host()) + "/join/" + token;
                    return new Made(made.id(), url, QrSvg.of(url), until);
                });
    }

    /**
     * Offer of an invitation.
     *
     * @param brand the brand of the partner
     * @param partner the partner
     * @param role the role
     * @param acceptedBy the person who had accepted it before; null for nobody
     * @param over whether it was used or withdrawn, is too old, or its partner was closed
     */
    public record Offer(
            UUID brand,
            Partner partner,
            PartnerRole role,
            @Nullable UUID acceptedBy,
            boolean over) {
        private static Offer of(Invitation invitation, Instant now) {
            return new Offer(
                    invitation.brand(),
                    invitation.partner(),
                    invitation.role(),
                    invitation.acceptedBy(),
                    invitation.over(now).isPresent());
        }

        /** Whether somebody had accepted it before. */
        public boolean accepted() {
            return acceptedBy != null;
        }
    }

    private Offer offer(Invitation invitation) {
        return Offer.of(invitation, clock.instant());
    }

    /** The offer of a token, which may be over; empty for an unknown token. */
    public Uni<Optional<Offer>> find(SqlClient client, String token) {
        return repository.find(client, token).map(found -> found.map(this::offer));
    }

    /**
     * Whether somebody who accepts an invitation chooses a PIN; everybody else has one, and gives it.
     *
     * @param member the person, as the invitation's brand knows them
     * @return fails with {@code NOT_FOUND} for an unknown token
     */
    public Uni<Boolean> choosesPin(SqlClient client, String token, UUID member) {
        return repository
                .find(client, token)
                .map(found -> found.orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)))
                .flatMap(invitation -> repository.choosesPin(client, invitation, member));
    }

    /**
     * Accepts an invitation: once, by one person. The same person again changes nothing.
     *
     * @param tx the transaction
     * @param member the person, as the invitation's brand knows them
     * @param name the name by which the employee is to be called
     * @return fails with a problem when there is none, or it is over
     */
    public Uni<Offer> accept(SqlClient tx, String token, UUID member, String name) {
        return repository.accept(tx, token, member, name).map(this::offer);
    }
}
