package dev.yima.gateway.partnerapp.action;

import dev.yima.codec.CodeKind;
import dev.yima.engine.scan.LotState;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.supply.movement.PhoneReceiving;
import dev.yima.gateway.supply.movement.PhoneReceiving.Receipt;
import dev.yima.gateway.visitor.EmployeeRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Receipt of goods at a partner. */
@ApplicationScoped
public class GoodsReceiptFlow {
    private final PartnerItemReader items;
    private final PhoneReceiving receiving;

    GoodsReceiptFlow(PartnerItemReader items, PhoneReceiving receiving) {
        this.items = items;
        this.receiving = receiving;
    }

    /**
     * Receives goods for the partner to which they were sent, of those where the employee works.
     *
     * @param partner the only partner for which to receive; null for any of theirs
     * @return fails with {@code NOT_SENT_HERE} when they were sent to none of them
     */
    public Uni<Receipt> receive(EmployeeRequest request, String text, @Nullable UUID partner) {
        return items.read(request, text).flatMap(item -> {
            if (item.lot().kind() == CodeKind.ITEM_INNER) {
                throw new Problem(ProblemType.WRONG_LEVEL, "the code must be an outer one, of a case or of a pallet");
            }
            if (item.lot().state() == LotState.VOID) {
                throw new Problem(ProblemType.NOT_ON_SALE);
            }
            List<UUID> partners = item.posts().stream()
                    .map(post -> post.partner().id())
                    .filter(id -> partner == null || id.equals(partner))
                    .distinct()
                    .toList();
            if (partners.isEmpty()) {
                throw new Problem(ProblemType.NOT_A_PARTNER);
            }
            return receiving.receive(item.brand(), item.code(), partners, item.member());
        });
    }
}
