package dev.yima.gateway.supply.commission;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.claim.Beneficiary;
import dev.yima.gateway.claim.SaleAttribution;
import dev.yima.gateway.claim.SaleAttribution.Unpaid;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.partner.people.NetworkPseudonym;
import dev.yima.gateway.platform.async.Batcher;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.supply.commission.SaleAttributionRepository.Claimant;
import dev.yima.gateway.supply.commission.SaleAttributionRepository.Level;
import dev.yima.gateway.supply.commission.SaleAttributionRepository.Relation;
import dev.yima.gateway.supply.commission.SaleAttributionRepository.Seller;
import dev.yima.gateway.supply.commission.SaleAttributionRepository.Shipment;
import dev.yima.gateway.supply.movement.Movement;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who sold an item: the store that opened its case, the guide who stands for it, and the dealer. The dealer is whoever
 * was shipped the case last, or else supplies the store. Asked in batches.
 *
 * <p>A store, or a dealer, earns nothing by its own people's claims, and its guide nothing either. Those are claims by
 * the same person; by a browser that calls itself the same, on a network on which one of them was within a day; or,
 * where the brand wants that, by anybody on such a network.
 */
@ApplicationScoped
public class SaleAttributor {
    private static final int ROWS_MAX = 512;
    private static final Duration WITHIN = Duration.ofSeconds(1);
    private static final Comparator<Shipment> LAST =
            Comparator.comparing(Shipment::at).thenComparing(Shipment::id);

    private static final String KEPT_BACK = """
            SELECT 1 FROM withheld_reward WHERE lot = $1 AND serial = $2 AND slot = $3::text::claim_slot""";

    private final Pool pool;
    private final SaleAttributionRepository sellers;
    private final Clock clock;
    private final Batcher<Asked, SaleAttribution> batcher;

    SaleAttributor(Pool pool, SaleAttributionRepository sellers, Vertx vertx, Clock clock, YimaConfig config) {
        this.pool = pool;
        this.sellers = sellers;
        this.clock = clock;
        this.batcher = new Batcher<>(vertx, ROWS_MAX, config.limits().queueMax(), WITHIN, this::answer);
    }

    private record Asked(Claimant claimant, Set<ClaimSlot> slots) {}

    /**
     * Who earns by a consumer's claim.
     *
     * @param code the item
     * @param member who claims
     * @param trace from where
     * @param slots whose rewards the campaign has; others are left out
     */
    public Uni<SaleAttribution> of(CodeRef code, UUID member, NetworkPseudonym trace, Set<ClaimSlot> slots) {
        return batcher.submit(new Asked(new Claimant(code, member, trace), slots));
    }

    /** Whether a rule kept a reward back when an item was claimed; it stays so for whoever asks later. */
    public Uni<Boolean> keptBack(CodeRef code, ClaimSlot slot) {
        return pool.preparedQuery(KEPT_BACK)
                .execute(Tuple.of(code.lot(), code.serial(), slot.name()))
                .map(rows -> rows.size() > 0);
    }

    private Uni<List<SaleAttribution>> answer(List<Asked> asked) {
        Set<CodeRef> codes = asked.stream().map(one -> one.claimant.code()).collect(Collectors.toSet());
        List<Claimant> claimants = asked.stream().map(Asked::claimant).toList();
        return Uni.combine()
                .all()
                .unis(
                        sellers.levels(pool, codes),
                        sellers.relations(pool, claimants, clock.instant().minus(NetworkPseudonym.KEPT)))
                .asTuple()
                .flatMap(known -> sellers.sellers(
                                pool,
                                SaleAttributionRepository.partners(
                                        known.getItem1().values()))
                        .map(found -> new Facts(known.getItem1(), found, known.getItem2())))
                .map(facts -> asked.stream().map(one -> sale(one, facts)).toList());
    }

    private SaleAttribution sale(Asked asked, Facts facts) {
        List<Level> levels = facts.levels.getOrDefault(asked.claimant.code(), List.of());
        Payroll payroll = new Payroll(asked, facts);
        UUID store = store(levels);
        if (store != null) {
            payroll.pay(ClaimSlot.STORE, store, person -> true);
            UUID guide = guide(levels, store);
            payroll.pay(ClaimSlot.GUIDE, store, person -> person.equals(guide));
        }
        UUID dealer = dealer(levels, store == null ? null : facts.sellers.get(store));
        if (dealer != null) {
            payroll.pay(ClaimSlot.DEALER, dealer, person -> true);
        }
        return new SaleAttribution(payroll.earners, payroll.unpaid);
    }

    /** Who opened the innermost pack that anybody opened. */
    private static @Nullable UUID store(List<Level> levels) {
        return levels.stream()
                .map(Level::store)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable UUID guide(List<Level> levels, UUID store) {
        return levels.stream()
                .map(Level::bond)
                .filter(bond -> bond != null && bond.store().equals(store))
                .map(SaleAttributionRepository.Bond::guide)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable UUID dealer(List<Level> levels, @Nullable Seller store) {
        Shipment last = levels.stream()
                .map(Level::shipment)
                .filter(Objects::nonNull)
                .max(LAST)
                .orElse(null);
        if (last == null) {
            return store == null ? null : store.dealer();
        }
        return last.kind() == Movement.Kind.OUTBOUND ? last.dealer() : null;
    }

    /** What is known about the codes of a batch, about those who sold them, and about whoever claims them. */
    private record Facts(
            Map<CodeRef, List<Level>> levels,
            Map<UUID, Seller> sellers,
            Map<Relation, SaleAttribution.Rule> relations) {
        /** By which rule, the strictest, a claim is one of a partner's own people; null where it is a guest's. */
        SaleAttribution.@Nullable Rule own(Claimant claimant, UUID partner, Seller seller) {
            return Stream.of(
                            claimant.member(),
                            claimant.trace().device(),
                            claimant.trace().network())
                    .map(mark -> relations.get(new Relation(mark, partner)))
                    .filter(rule -> rule != null && rule.compareTo(seller.selfScan()) <= 0)
                    .min(Comparator.naturalOrder())
                    .orElse(null);
        }
    }

    /** Who is paid for an item, and who is not. */
    private final class Payroll {
        private final Asked asked;
        private final Facts facts;
        private final List<Beneficiary> earners = new ArrayList<>();
        private final List<Unpaid> unpaid = new ArrayList<>();

        Payroll(Asked asked, Facts facts) {
            this.asked = asked;
            this.facts = facts;
        }

        /** Pays the first of those who are paid as such at a partner, and may be meant. */
        void pay(ClaimSlot slot, UUID partner, Predicate<UUID> meant) {
            Seller seller = facts.sellers.get(partner);
            if (seller == null || !seller.isActive() || !asked.slots.contains(slot)) {
                return;
            }
            SaleAttribution.Rule rule = facts.own(asked.claimant, partner, seller);
            if (rule != null) {
                unpaid.add(new Unpaid(slot, partner, rule));
                return;
            }
            seller.people().getOrDefault(slot, List.of()).stream()
                    .filter(meant)
                    .findFirst()
                    .ifPresent(member -> earners.add(new Beneficiary(Ids.next(clock), slot, partner, member)));
        }
    }
}
