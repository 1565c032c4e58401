package dev.yima.gateway.partnerapp;

import dev.yima.gateway.partner.people.Pin;
import dev.yima.gateway.partnerapp.PartnerScanView.Act;
import dev.yima.gateway.partnerapp.PartnerScanView.Outcome;
import dev.yima.gateway.partnerapp.action.CaseOpeningFlow;
import dev.yima.gateway.partnerapp.action.EmployeeConfirmation;
import dev.yima.gateway.partnerapp.action.GoodsReceiptFlow;
import dev.yima.gateway.partnerapp.action.PromoterAssignmentFlow;
import dev.yima.gateway.partnerapp.action.PromoterClaimFlow;
import dev.yima.gateway.visitor.EmployeeRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs the act of a page's button and gives the notice for it, and confirms who acts. */
@ApplicationScoped
class PartnerActions {
    private final GoodsReceiptFlow receipts;
    private final CaseOpeningFlow openings;
    private final PromoterAssignmentFlow assignments;
    private final PromoterClaimFlow claims;
    private final PartnerDashboard dashboard;
    private final EmployeeConfirmation confirmation;

    PartnerActions(
            GoodsReceiptFlow receipts,
            CaseOpeningFlow openings,
            PromoterAssignmentFlow assignments,
            PromoterClaimFlow claims,
            PartnerDashboard dashboard,
            EmployeeConfirmation confirmation) {
        this.receipts = receipts;
        this.openings = openings;
        this.assignments = assignments;
        this.claims = claims;
        this.dashboard = dashboard;
        this.confirmation = confirmation;
    }

    /**
     * Confirms that it is the employee who asks.
     *
     * @param brand the brand for which they work; null for the one that they meet
     * @param pin their PIN, as it was typed
     * @return the moment until which it holds; fails as {@link EmployeeConfirmation#confirm}
     */
    Uni<Instant> confirm(EmployeeRequest request, @Nullable UUID brand, String pin) {
        return dashboard
                .at(request, brand)
                .flatMap(
                        there -> confirmation.confirm(there, there.member(PartnerDashboard.brand(there)), Pin.of(pin)));
    }

    /**
     * Does something with a code.
     *
     * @param partner the partner for which the employee acts; null where that follows from the code or from their posts
     */
    Uni<Outcome> run(Act act, EmployeeRequest request, String code, @Nullable UUID partner) {
        return switch (act) {
            case RECEIVE -> receipts.receive(request, code, partner).replaceWith(Outcome.of(ActionNotice.RECEIVED));
            case OPEN ->
                openings.open(request, code, partner).map(opened -> Outcome.of(ActionNotice.OPENED, opened.reward()));
            case STAND ->
                assignments
                        .assignPromoter(request, code, partner)
                        .map(isOwn -> Outcome.of(isOwn ? ActionNotice.STANDING : ActionNotice.OTHER_GUIDE));
            case CLAIM -> claims.claim(request, code, partner).map(reward -> Outcome.of(ActionNotice.EARNED, reward));
        };
    }
}
