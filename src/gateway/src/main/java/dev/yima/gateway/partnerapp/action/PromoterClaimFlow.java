package dev.yima.gateway.partnerapp.action;

import dev.yima.codec.CodeKind;
import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.campaign.publication.RunningCampaign;
import dev.yima.gateway.claim.ClaimOutcome;
import dev.yima.gateway.claim.Claims;
import dev.yima.gateway.claim.PartnerClaim;
import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.partner.people.Employee;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.supply.commission.SaleAttributor;
import dev.yima.gateway.supply.opening.CaseOpeningService;
import dev.yima.gateway.visitor.EmployeeRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A promoter's claim on a cap that a consumer has claimed before (服务员). */
@ApplicationScoped
public class PromoterClaimFlow {
    private final PartnerItemReader items;
    private final EmployeeConfirmation confirmation;
    private final CaseOpeningService openings;
    private final SaleAttributor sales;
    private final EmployeePosts posts;
    private final PartnerClaims claims;

    PromoterClaimFlow(
            PartnerItemReader items,
            EmployeeConfirmation confirmation,
            CaseOpeningService openings,
            SaleAttributor sales,
            EmployeePosts posts,
            PartnerClaims claims) {
        this.items = items;
        this.confirmation = confirmation;
        this.openings = openings;
        this.sales = sales;
        this.posts = posts;
        this.claims = claims;
    }

    /**
     * Claims the promoter's reward of a cap, once.
     *
     * @param store the store for which the employee acts; null where that follows from their posts
     * @return the reward; fails with a problem when the campaign has none for promoters, no consumer has claimed, the
     *     consumer is one of the store's own people, another store opened the case, or another promoter was first, and
     *     with {@code CONFIRMATION_NEEDED}
     */
    public Uni<Reward> claim(EmployeeRequest request, String text, @Nullable UUID store) {
        return items.read(request, text).flatMap(item -> {
            item.requireOnSale(CodeKind.ITEM_INNER);
            Employee post = item.promoter(store);
            RunningCampaign campaign = item.lot().campaign();
            if (campaign == null || !campaign.terms().rules().slots().contains(ClaimSlot.GUIDE)) {
                throw new Problem(ProblemType.NO_GUIDE_REWARD);
            }
            return confirmation
                    .require(request, item.member())
                    .flatMap(confirmed -> Uni.combine()
                            .all()
                            .unis(
                                    consumersClaim(item, post),
                                    requireOwnCase(item, post),
                                    claims.recordScan(request, item))
                            .usingConcurrencyOf(1)
                            .asTuple())
                    .flatMap(done -> claims.claim(
                            ClaimSlot.GUIDE,
                            campaign.terms(),
                            done.getItem3(),
                            new PartnerClaim(post.partner().id(), Optional.of(done.getItem1()))))
                    .map(PromoterClaimFlow::earned);
        });
    }

    /** The consumer's claim. A withheld reward is asked for after it, since both are of one commit. */
    private Uni<UUID> consumersClaim(PartnerItem item, Employee post) {
        return claims.holding(item.code(), ClaimSlot.CONSUMER).flatMap(found -> {
            Claims.HeldClaim held = found.orElseThrow(() -> new Problem(ProblemType.NO_GUEST_YET));
            if (held.member().equals(item.member())) {
                throw new Problem(ProblemType.OWN_CLAIM);
            }
            return Uni.combine()
                    .all()
                    .unis(sales.isWithheld(item.code(), ClaimSlot.GUIDE), posts.of(held.member()))
                    .with((withheld, consumersPosts) -> {
                        boolean isColleague = consumersPosts.stream()
                                .anyMatch(other -> other.partner()
                                        .id()
                                        .equals(post.partner().id()));
                        if (withheld || isColleague) {
                            throw new Problem(ProblemType.OWN_PEOPLE);
                        }
                        return held.claim();
                    });
        });
    }

    private Uni<Void> requireOwnCase(PartnerItem item, Employee post) {
        return openings.openingOf(item.code())
                .map(found -> found.orElseThrow(() -> new Problem(ProblemType.NOT_YOUR_CASE)))
                .invoke(opening -> PromoterAssignmentFlow.requireSameStore(post, opening.store()))
                .replaceWithVoid();
    }

    private static Reward earned(ClaimOutcome outcome) {
        Reward reward = outcome.reward();
        return switch (outcome.kind()) {
            case CLAIMED, HELD_BY_SAME_PERSON -> {
                if (reward == null) {
                    throw new IllegalStateException("a promoter's claim has a reward");
                }
                yield reward;
            }
            case HELD_BY_OTHER_PERSON -> throw new Problem(ProblemType.OTHER_GUIDE);
            case REFUSED -> throw new Problem(ProblemType.CAMPAIGN_OVER);
        };
    }
}
