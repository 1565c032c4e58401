package dev.yima.gateway.partnerapp;

import dev.yima.gateway.partner.people.InvitationService;
import dev.yima.gateway.partner.people.InvitationService.Made;
import dev.yima.gateway.partner.people.InvitationService.NewInvitation;
import dev.yima.gateway.partner.people.InvitationService.Offer;
import dev.yima.gateway.partner.people.Pin;
import dev.yima.gateway.partnerapp.action.EmployeeConfirmation;
import dev.yima.gateway.partnerapp.action.EmployeePosts;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.visitor.EmployeeRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Invitations on a phone: shown, accepted, and made by employees who may invite. */
@ApplicationScoped
class EmployeeInvitations {
    private final EmployeePosts posts;
    private final EmployeeConfirmation confirmation;
    private final InvitationService invitations;
    private final Pool pool;

    EmployeeInvitations(
            EmployeePosts posts, EmployeeConfirmation confirmation, InvitationService invitations, Pool pool) {
        this.posts = posts;
        this.confirmation = confirmation;
        this.invitations = invitations;
        this.pool = pool;
    }

    /** The offer of a token, which may be over; empty for an unknown token. */
    Uni<Optional<Offer>> find(String token) {
        return invitations.find(pool, token);
    }

    /** Whether the visitor accepted an offer, and still works at a partner that is not closed. */
    Uni<Boolean> worksBy(EmployeeRequest request, Offer offer) {
        UUID member = request.member(offer.brand());
        return request.person().known() && member.equals(offer.acceptedBy())
                ? posts.require(request, member)
                        .map(found -> true)
                        .onFailure(EmployeeInvitations::isNoPost)
                        .recoverWithItem(false)
                : Uni.createFrom().item(false);
    }

    private static boolean isNoPost(Throwable failure) {
        return failure instanceof Problem problem && problem.type() == ProblemType.NOT_A_PARTNER;
    }

    /** Whether the visitor chooses a PIN when they accept an offer; false for somebody who has one, and gives it. */
    Uni<Boolean> choosesPin(EmployeeRequest request, String token, Offer offer) {
        return invitations.choosesPin(pool, token, request.member(offer.brand()));
    }

    /**
     * Accepts an invitation, and confirms that it is the employee who did.
     *
     * @param name the name by which the employee is to be called
     * @param pin the PIN that they choose, or the one that they have
     * @return fails with {@code NOT_FOUND} for an unknown token, with {@code INVITATION_OVER}, with
     *     {@code TOO_MANY_EMPLOYEES}, with {@code INVALID_FIELD} for a PIN that is easy to guess, and as
     *     {@link EmployeeConfirmation#confirmToJoin}
     */
    Uni<Offer> join(EmployeeRequest request, String token, String name, Pin pin) {
        return find(token).flatMap(found -> {
            Offer offer = found.orElseThrow(() -> new Problem(ProblemType.NOT_FOUND));
            UUID member = request.member(offer.brand());
            return choosesPin(request, token, offer)
                    .flatMap(chooses -> chooses
                            ? join(request, token, member, name, pin.chosen())
                            : confirmation
                                    .confirmToJoin(request, member, pin)
                                    .flatMap(confirmed ->
                                            pool.withTransaction(tx -> invitations.accept(tx, token, member, name))));
        });
    }

    /** Of two requests at once that accept the same invitation, the first chooses the PIN. */
    private Uni<Offer> join(EmployeeRequest request, String token, UUID member, String name, Pin chosen) {
        return pool.withTransaction(tx -> invitations
                .accept(tx, token, member, name)
                .call(offer -> offer.accepted()
                        ? Uni.createFrom().voidItem()
                        : confirmation.choose(tx, request, member, chosen)));
    }

    /**
     * Invites somebody to a partner where the employee may invite, into a role that permits no more than theirs. Fails
     * with {@code CONFIRMATION_NEEDED}.
     */
    Uni<Made> invite(EmployeeRequest request, NewInvitation asked) {
        if (asked.takesOver() != null && asked.takesOver()) {
            throw Problem.invalid("takesOver", "must be left to the brand's staff");
        }
        UUID brand = PartnerDashboard.brand(request);
        UUID member = request.member(brand);
        return posts.require(request, member)
                .call(found -> confirmation.require(request, member))
                .flatMap(found -> pool.withTransaction(tx -> invitations.make(tx, brand, found, asked)));
    }
}
