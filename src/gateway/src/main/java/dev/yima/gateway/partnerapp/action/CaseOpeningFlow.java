package dev.yima.gateway.partnerapp.action;

import dev.yima.codec.CodeKind;
import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.scan.CampaignAvailability;
import dev.yima.gateway.campaign.publication.RunningCampaign;
import dev.yima.gateway.claim.PartnerClaim;
import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.partner.people.Employee;
import dev.yima.gateway.partner.people.Permission;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.supply.opening.CaseOpening;
import dev.yima.gateway.supply.opening.CaseOpeningService;
import dev.yima.gateway.visitor.EmployeeRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Opening of a case by a store (开箱): attributes its items to the store, and pays the store's reward. */
@ApplicationScoped
public class CaseOpeningFlow {
    private final PartnerItemReader items;
    private final EmployeeConfirmation confirmation;
    private final CaseOpeningService openings;
    private final PartnerClaims claims;

    CaseOpeningFlow(
            PartnerItemReader items,
            EmployeeConfirmation confirmation,
            CaseOpeningService openings,
            PartnerClaims claims) {
        this.items = items;
        this.confirmation = confirmation;
        this.openings = openings;
        this.claims = claims;
    }

    /**
     * An opened case.
     *
     * @param store the store that opened it
     * @param storeName the store's name
     * @param at the time of the opening
     * @param already whether the store had opened it before
     * @param reward the reward of the employee who asks; null for none, and when a colleague opened the case
     */
    public record Opened(
            UUID store,
            String storeName,
            Instant at,
            boolean already,
            @Nullable Reward reward) {}

    /**
     * Opens a case. Its items and its reward are a store's once.
     *
     * @param store the store for which the employee acts; null where that follows from their posts
     * @return fails with {@code CASE_OPENED} when another store was first, and with {@code CONFIRMATION_NEEDED}
     */
    public Uni<Opened> open(EmployeeRequest request, String text, @Nullable UUID store) {
        return items.read(request, text).flatMap(item -> {
            item.requireOnSale(CodeKind.CASE_INNER);
            Employee post = item.acting(store, Permission.OPEN);
            return confirmation
                    .require(request, item.member())
                    .flatMap(confirmed -> openings.open(
                            item.brand(), item.code(), post.partner().id(), item.member(), request.at()))
                    .flatMap(result -> {
                        CaseOpening opening = result.opening();
                        if (!opening.store().equals(post.partner().id())) {
                            throw new Problem(ProblemType.CASE_OPENED, "it was opened at " + opening.at());
                        }
                        // A colleague who asks again has not opened it.
                        Uni<Optional<Reward>> won = opening.isDrawnBy(item.member())
                                ? reward(request, item, post)
                                : Uni.createFrom().item(Optional.empty());
                        return won.map(reward -> new Opened(
                                opening.store(),
                                opening.storeName(),
                                opening.at(),
                                result.already(),
                                reward.orElse(null)));
                    });
        });
    }

    private Uni<Optional<Reward>> reward(EmployeeRequest request, PartnerItem item, Employee post) {
        return claims.holding(item.code(), ClaimSlot.STORE).flatMap(held -> {
            RunningCampaign campaign = item.lot().campaign();
            boolean runs = item.lot().standing(request.at(), Optional::empty) == CampaignAvailability.RUNNING;
            if (campaign == null || !runs || held.isPresent() || !item.lot().fresh()) {
                return claims.recordScan(request, item)
                        .map(scan -> held.flatMap(holding -> Optional.ofNullable(
                                holding.outcomeFor(item.member()).reward())));
            }
            PartnerClaim partner = new PartnerClaim(post.partner().id(), Optional.empty());
            return claims.toScanRecord(request, item)
                    .flatMap(scan -> claims.claim(ClaimSlot.STORE, campaign.terms(), scan, partner))
                    .map(outcome -> Optional.ofNullable(outcome.reward()));
        });
    }
}
