package dev.yima.gateway.supply.opening;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.supply.movement.Movement.Partner;
import dev.yima.gateway.supply.movement.MovementHistory;
import dev.yima.gateway.supply.movement.MovementIntake;
import dev.yima.gateway.supply.movement.MovementRepository;
import dev.yima.gateway.supply.trace.LocationLookup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * Cases that a store opened although somebody else had them by their route. Opening them is allowed, since routes come
 * late, and a route that comes later is looked at as well; staff see the matter beside those of second stores.
 */
@ApplicationScoped
public class MisdirectedOpenings {
    private static final String OPENED_WITHIN = MovementRepository.DOWN + """
            SELECT DISTINCT o.lot, o.serial, o.of_lot, o.of_serial, o.store_id, s.name AS store_name, o.member_id,
                o.opened_at
            FROM down CROSS JOIN LATERAL (
                SELECT DISTINCT o.* FROM case_opening o
                WHERE o.lot = down.lot AND o.serial BETWEEN down.first AND down.last) AS o
            JOIN partner s ON s.id = o.store_id""";
    private static final String NOTE = """
            INSERT INTO opening_dispute (lot, serial, store_id, brand_id, member_id, tried_at, kind, sent_to)
            SELECT c.lot, c.serial, c.store_id, $1, c.member_id, c.opened_at, 'SENT_ELSEWHERE', c.sent_to
            FROM unnest($2::int[], $3::int[], $4::uuid[], $5::uuid[], $6::timestamptz[], $7::uuid[])
                AS c(lot, serial, store_id, member_id, opened_at, sent_to)
            ON CONFLICT DO NOTHING""";

    private final MovementRepository movements;

    MisdirectedOpenings(MovementRepository movements) {
        this.movements = movements;
    }

    private record Stray(CaseOpening opening, UUID sentTo) {}

    /** Looks at the cases that were open when it was told how they, or what they are in, had been moved. */
    public Uni<Void> noteWithin(SqlConnection tx, UUID brand, Collection<CodeRef> moved) {
        if (moved.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return tx.preparedQuery(OPENED_WITHIN)
                .execute(LocationLookup.columns(moved))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(CaseOpeningService::opening)
                        .toList())
                .flatMap(openings -> note(tx, brand, openings));
    }

    /** Writes down which of some open cases somebody else had when they were opened; the brand's route is locked. */
    Uni<Void> note(SqlConnection tx, UUID brand, List<CaseOpening> openings) {
        if (openings.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<CodeRef> codes = openings.stream().map(CaseOpening::code).toList();
        List<UUID> stores = openings.stream().map(CaseOpening::store).distinct().toList();
        return movements
                .partners(tx, brand, stores)
                .flatMap(partners -> trail(tx, codes).map(trail -> strays(openings, partners, trail)))
                .flatMap(strays -> write(tx, brand, strays));
    }

    private Uni<MovementHistory> trail(SqlConnection tx, List<CodeRef> codes) {
        return movements.chains(tx, codes).flatMap(links -> {
            Collection<CodeRef> all = new TreeSet<>(codes);
            links.forEach(link -> all.add(link.pack()));
            return movements.movesOfEach(tx, all).map(moves -> {
                MovementHistory trail = MovementHistory.of(links);
                moves.forEach(one -> trail.add(one.code(), one.move()));
                return trail;
            });
        });
    }

    private static List<Stray> strays(List<CaseOpening> openings, Map<UUID, Partner> partners, MovementHistory trail) {
        List<Stray> strays = new ArrayList<>();
        for (CaseOpening opening : openings) {
            Partner store = Objects.requireNonNull(partners.get(opening.store()), "a partner is never deleted");
            // The clock of whoever sent it may be ahead.
            trail.holder(opening.code(), opening.at().plus(MovementIntake.AHEAD_MAX))
                    .filter(holder -> !mayGoTo(holder, store))
                    .ifPresent(holder -> strays.add(new Stray(opening, holder.id())));
        }
        return strays;
    }

    /** Whether a store may have goods of whoever has them by their route: its own, and those of its supplier. */
    private static boolean mayGoTo(Partner holder, Partner store) {
        UUID dealer = store.dealer();
        return holder.id().equals(store.id()) || holder.isDealer() && (dealer == null || dealer.equals(holder.id()));
    }

    private static Uni<Void> write(SqlConnection tx, UUID brand, List<Stray> strays) {
        if (strays.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = Tuple.of(brand)
                .addArrayOfInteger(
                        strays.stream().map(one -> one.opening.code().lot()).toArray(Integer[]::new))
                .addArrayOfInteger(
                        strays.stream().map(one -> one.opening.code().serial()).toArray(Integer[]::new))
                .addArrayOfUUID(strays.stream().map(one -> one.opening.store()).toArray(UUID[]::new))
                .addArrayOfUUID(strays.stream().map(one -> one.opening.member()).toArray(UUID[]::new))
                .addArrayOfOffsetDateTime(strays.stream()
                        .map(one -> one.opening.at().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new))
                .addArrayOfUUID(strays.stream().map(Stray::sentTo).toArray(UUID[]::new));
        return tx.preparedQuery(NOTE).execute(columns).replaceWithVoid();
    }
}
