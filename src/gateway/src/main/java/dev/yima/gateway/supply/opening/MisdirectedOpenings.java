package dev.yima.gateway.supply.opening;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.supply.movement.Movement.Partner;
import dev.yima.gateway.supply.movement.MovementHistory;
import dev.yima.gateway.supply.movement.MovementHistoryReader;
import dev.yima.gateway.supply.movement.MovementIntake;
import dev.yima.gateway.supply.movement.MovementParticipant;
import dev.yima.gateway.supply.movement.MovementRepository;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Records disputes about cases that a store opened although another partner had them by their route. Opening them is
 * allowed, since movements are reported late; a movement that is reported after the opening is checked as well.
 */
@ApplicationScoped
class MisdirectedOpenings implements MovementParticipant {
    private final CaseOpeningRepository openings;
    private final MovementRepository movements;
    private final MovementHistoryReader histories;

    MisdirectedOpenings(CaseOpeningRepository openings, MovementRepository movements, MovementHistoryReader histories) {
        this.openings = openings;
        this.movements = movements;
        this.histories = histories;
    }

    /**
     * An opening by a store that did not have the case.
     *
     * @param opening the opening
     * @param sentTo the partner who had the case then
     */
    record MisdirectedOpening(CaseOpening opening, UUID sentTo) {}

    @Override
    public Uni<Void> handedOver(SqlConnection tx, UUID brand, Set<CodeRef> codes) {
        return codes.isEmpty()
                ? Uni.createFrom().voidItem()
                : openings.within(tx, codes).flatMap(found -> record(tx, brand, found));
    }

    /** Records disputes about those of some openings that were misdirected; the brand's movements are locked. */
    Uni<Void> record(SqlConnection tx, UUID brand, List<CaseOpening> opened) {
        if (opened.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<CodeRef> codes = opened.stream().map(CaseOpening::code).toList();
        List<UUID> stores = opened.stream().map(CaseOpening::store).distinct().toList();
        return movements
                .partners(tx, brand, stores)
                .flatMap(partners -> histories.of(tx, codes).map(history -> misdirected(opened, partners, history)))
                .flatMap(misdirected -> openings.insertMisdirected(tx, brand, misdirected));
    }

    private static List<MisdirectedOpening> misdirected(
            List<CaseOpening> opened, Map<UUID, Partner> partners, MovementHistory history) {
        List<MisdirectedOpening> misdirected = new ArrayList<>();
        for (CaseOpening opening : opened) {
            Partner store = Objects.requireNonNull(partners.get(opening.store()), "a partner is never deleted");
            // The sender's clock may be ahead.
            history.holder(opening.code(), opening.at().plus(MovementIntake.AHEAD_MAX))
                    .filter(holder -> !maySupply(holder, store))
                    .ifPresent(holder -> misdirected.add(new MisdirectedOpening(opening, holder.id())));
        }
        return misdirected;
    }

    /** Whether a store may open goods of a holder: its own, and those of its supplier. */
    private static boolean maySupply(Partner holder, Partner store) {
        UUID dealer = store.dealer();
        return holder.id().equals(store.id()) || holder.isDealer() && (dealer == null || dealer.equals(holder.id()));
    }
}
