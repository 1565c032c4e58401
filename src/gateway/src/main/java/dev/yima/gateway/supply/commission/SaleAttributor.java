package dev.yima.gateway.supply.commission;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.claim.Beneficiary;
import dev.yima.gateway.claim.SaleAttribution;
import dev.yima.gateway.claim.SaleAttribution.Unpaid;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.partner.people.NetworkPseudonym;
import dev.yima.gateway.platform.async.Batcher;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.supply.commission.SaleAttributionRepository.Claimant;
import dev.yima.gateway.supply.commission.SaleAttributionRepository.Level;
import dev.yima.gateway.supply.commission.SaleAttributionRepository.Promotion;
import dev.yima.gateway.supply.commission.SaleAttributionRepository.Relation;
import dev.yima.gateway.supply.commission.SaleAttributionRepository.Seller;
import dev.yima.gateway.supply.commission.SaleAttributionRepository.Shipment;
import dev.yima.gateway.supply.movement.Movement;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Attributes the sale of an item to the store that opened its case, its promoter there, and the dealer. The dealer is
 * the
 * consignee of the case's last shipment, or else the store's supplier. Answers in batches.
 *
 * <p>A store, or a dealer, earns nothing by its own employees' claims, and its promoter nothing either. Those are
 * claims
 * by the same person; by a browser with the same name, on a network on which one of them was within a day; or, where
 * the
 * brand wants that, by anybody on such a network.
 */
@ApplicationScoped
public class SaleAttributor {
    private static final int ROWS_MAX = 512;
    private static final Comparator<Shipment> LAST =
            Comparator.comparing(Shipment::at).thenComparing(Shipment::id);

    private final Pool pool;
    private final SaleAttributionRepository repository;
    private final WithheldRewardRepository withheld;
    private final Clock clock;
    private final Batcher<Sale, SaleAttribution> batcher;

    SaleAttributor(
            DatabasePools pools,
            SaleAttributionRepository repository,
            WithheldRewardRepository withheld,
            Vertx vertx,
            Clock clock,
            YimaConfig config) {
        this.pool = pools.reads();
        this.repository = repository;
        this.withheld = withheld;
        this.clock = clock;
        this.batcher = new Batcher<>(
                vertx, ROWS_MAX, config.limits().queueMax(), config.limits().readWithin(), this::answer);
    }

    private record Sale(Claimant claimant, Set<ClaimSlot> slots) {}

    /**
     * Attributes the sale that a consumer's claim shows.
     *
     * @param code the item
     * @param member the consumer
     * @param pseudonym the network of the request, and the browser on it
     * @param slots the roles for which the campaign has rewards; others are left out
     */
    public Uni<SaleAttribution> of(CodeRef code, UUID member, NetworkPseudonym pseudonym, Set<ClaimSlot> slots) {
        return batcher.submit(new Sale(new Claimant(code, member, pseudonym), slots));
    }

    /** Whether a rule withheld a reward when an item was claimed; it stays so, also for a promoter who comes later. */
    public Uni<Boolean> isWithheld(CodeRef code, ClaimSlot slot) {
        return withheld.exists(pool, code, slot);
    }

    private Uni<List<SaleAttribution>> answer(List<Sale> sales) {
        Set<CodeRef> codes = sales.stream().map(sale -> sale.claimant.code()).collect(Collectors.toSet());
        List<Claimant> claimants = sales.stream().map(Sale::claimant).toList();
        return Uni.combine()
                .all()
                .unis(
                        repository.levels(pool, codes),
                        repository.relations(pool, claimants, clock.instant().minus(NetworkPseudonym.KEPT)))
                .asTuple()
                .flatMap(found -> {
                    Map<CodeRef, List<Level>> levels = found.getItem1();
                    return Uni.combine()
                            .all()
                            .unis(
                                    repository.sellers(pool, SaleAttributionRepository.partners(levels.values())),
                                    repository.valid(pool, promotions(levels.values())))
                            .asTuple()
                            .map(and -> new Facts(levels, and.getItem1(), and.getItem2(), found.getItem2()));
                })
                .map(facts ->
                        sales.stream().map(sale -> attribution(sale, facts)).toList());
    }

    private SaleAttribution attribution(Sale sale, Facts facts) {
        List<Level> levels = facts.levels.getOrDefault(sale.claimant.code(), List.of());
        Promotion promotion = promotion(levels);
        UUID promoter = promotion == null || !facts.promotions.contains(promotion) ? null : promotion.promoter();
        Commissions commissions = new Commissions(sale, facts, promoter);
        UUID store = store(levels);
        if (store != null) {
            commissions.add(ClaimSlot.STORE, store);
            commissions.add(ClaimSlot.GUIDE, store);
        }
        UUID dealer = dealer(levels, store == null ? null : facts.sellers.get(store));
        if (dealer != null) {
            commissions.add(ClaimSlot.DEALER, dealer);
        }
        return new SaleAttribution(commissions.beneficiaries, commissions.unpaid);
    }

    /** The store that opened the innermost pack that is open; null for none. */
    private static @Nullable UUID store(List<Level> levels) {
        return levels.stream()
                .map(Level::store)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The promotion of an item at the store that sells it; null for none. */
    private static @Nullable Promotion promotion(List<Level> levels) {
        UUID store = store(levels);
        return levels.stream()
                .map(Level::promotion)
                .filter(promotion -> promotion != null && promotion.store().equals(store))
                .findFirst()
                .orElse(null);
    }

    private static Set<Promotion> promotions(Collection<List<Level>> levels) {
        return levels.stream()
                .map(SaleAttributor::promotion)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
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

    /** Facts about the codes of a batch, their sellers, their promotions that are valid, and their claimants. */
    private record Facts(
            Map<CodeRef, List<Level>> levels,
            Map<UUID, Seller> sellers,
            Set<Promotion> promotions,
            Map<Relation, SaleAttribution.Rule> relations) {
        /** The strictest rule by which a claim is one of a partner's own employees; null for a guest's. */
        SaleAttribution.@Nullable Rule selfScan(Claimant claimant, UUID partner, Seller seller) {
            return Stream.of(
                            claimant.member(),
                            claimant.pseudonym().device(),
                            claimant.pseudonym().network())
                    .map(identity -> relations.get(new Relation(identity, partner)))
                    .filter(rule -> rule != null && rule.compareTo(seller.selfScan()) <= 0)
                    .min(Comparator.naturalOrder())
                    .orElse(null);
        }
    }

    /** Commissions on one sale, paid and withheld. */
    private final class Commissions {
        private final Sale sale;
        private final Facts facts;
        private final @Nullable UUID promoter;
        private final List<Beneficiary> beneficiaries = new ArrayList<>();
        private final List<Unpaid> unpaid = new ArrayList<>();

        Commissions(Sale sale, Facts facts, @Nullable UUID promoter) {
            this.sale = sale;
            this.facts = facts;
            this.promoter = promoter;
        }

        /** Adds who is rewarded in a role at a partner, if anybody is. */
        void add(ClaimSlot slot, UUID partner) {
            Seller seller = facts.sellers.get(partner);
            if (seller == null || !seller.isActive() || !sale.slots.contains(slot)) {
                return;
            }
            SaleAttribution.Rule rule = facts.selfScan(sale.claimant, partner, seller);
            if (rule != null) {
                unpaid.add(new Unpaid(slot, partner, rule));
                return;
            }
            UUID member = slot == ClaimSlot.GUIDE ? promoter : seller.first().get(slot);
            if (member != null) {
                beneficiaries.add(new Beneficiary(Ids.next(clock), slot, partner, member));
            }
        }
    }
}
