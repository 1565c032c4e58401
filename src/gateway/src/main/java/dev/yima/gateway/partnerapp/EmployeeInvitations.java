package dev.yima.gateway.partnerapp;

import dev.yima.gateway.partner.people.InvitationService;
import dev.yima.gateway.partner.people.InvitationService.Made;
import dev.yima.gateway.partner.people.InvitationService.NewInvitation;
import dev.yima.gateway.partner.people.InvitationService.Offer;
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
    private final InvitationService invitations;
    private final Pool pool;

    EmployeeInvitations(EmployeePosts posts, InvitationService invitations, Pool pool) {
        this.posts = posts;
        this.invitations = invitations;
        this.pool = pool;
    }

    /** The offer of a token, which may be over; empty for an unknown token. */
    Uni<Optional<Offer>> find(String token) {
        return invitations.find(pool, token);
    }

    /**
     * Accepts an invitation.
     *
     * @param name the name by which the employee is to be called
     * @return fails with {@code NOT_FOUND} for an unknown token, and with {@code INVITATION_OVER}
     */
    Uni<Offer> join(EmployeeRequest request, String token, String name) {
        return find(token).flatMap(found -> {
            UUID brand = found.map(Offer::brand).orElseThrow(() -> new Problem(ProblemType.NOT_FOUND));
            UUID member = request.member(brand);
            return pool.withTransaction(tx -> invitations.accept(tx, token, member, name))
                    .call(offer -> posts.touchEmployee(request, member));
        });
    }

    /** Invites somebody to a partner where the employee may invite, into a role that permits no more than theirs. */
    Uni<Made> invite(EmployeeRequest request, NewInvitation asked) {
        if (asked.takesOver() != null && asked.takesOver()) {
            throw Problem.invalid("takesOver", "must be left to the brand's staff");
        }
        UUID brand = PartnerDashboard.brand(request);
        return posts.require(request, request.member(brand))
                .flatMap(found -> pool.withTransaction(tx -> invitations.make(tx, brand, found, asked)));
    }
}
