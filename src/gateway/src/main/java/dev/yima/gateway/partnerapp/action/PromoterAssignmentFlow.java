package dev.yima.gateway.partnerapp.action;

import dev.yima.codec.CodeKind;
import dev.yima.gateway.partner.people.Employee;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.supply.opening.CaseOpeningService;
import dev.yima.gateway.visitor.EmployeeRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Assignment of a promoter (促销员) to an item or a case, before consumers claim. */
@ApplicationScoped
public class PromoterAssignmentFlow {
    private final PartnerItemReader items;
    private final EmployeeConfirmation confirmation;
    private final CaseOpeningService openings;

    PromoterAssignmentFlow(PartnerItemReader items, EmployeeConfirmation confirmation, CaseOpeningService openings) {
        this.items = items;
        this.confirmation = confirmation;
        this.openings = openings;
    }

    /**
     * Makes the employee the promoter of a code and of its contents, to be paid when consumers claim. The first
     * promoter stays.
     *
     * @param store the store for which the employee acts; null where that follows from their posts
     * @return whether the employee is the promoter; false when another one was first. Fails with
     *     {@code CONFIRMATION_NEEDED}
     */
    public Uni<Boolean> assignPromoter(EmployeeRequest request, String text, @Nullable UUID store) {
        return items.read(request, text).flatMap(item -> {
            CodeKind kind = item.lot().kind();
            if (kind == CodeKind.ITEM_INNER || kind == CodeKind.PALLET) {
                throw new Problem(ProblemType.WRONG_LEVEL, "the code must be an outer one of an item, or of a case");
            }
            item.requireOnSale();
            Employee post = item.promoter(store);
            return confirmation
                    .require(request, item.member())
                    .flatMap(confirmed -> openings.openingOf(item.code()))
                    .invoke(opening -> opening.ifPresent(by -> requireSameStore(post, by.store())))
                    .flatMap(opening -> openings.assignPromoter(
                            item.brand(), item.code(), post.partner().id(), item.member(), request.at()))
                    .map(item.member()::equals);
        });
    }

    /** Fails with {@code NOT_YOUR_CASE} unless a post is at the store that opened the case. */
    static void requireSameStore(Employee post, UUID store) {
        if (!store.equals(post.partner().id())) {
            throw new Problem(ProblemType.NOT_YOUR_CASE);
        }
    }
}
