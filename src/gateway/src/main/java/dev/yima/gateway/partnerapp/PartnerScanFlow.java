package dev.yima.gateway.partnerapp;

import dev.yima.codec.CodeKind;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.codec.OpenResult;
import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.scan.CampaignStanding;
import dev.yima.engine.scan.LotState;
import dev.yima.gateway.campaign.publication.RunningCampaign;
import dev.yima.gateway.claim.ClaimOutcome;
import dev.yima.gateway.claim.ClaimRequest;
import dev.yima.gateway.claim.Claims;
import dev.yima.gateway.claim.PartnerClaim;
import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.claim.SaleAttribution;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.ScanRecord;
import dev.yima.gateway.lot.catalogue.CachedLot;
import dev.yima.gateway.lot.catalogue.LotCatalogue;
import dev.yima.gateway.lot.handover.LeakIncidents;
import dev.yima.gateway.partner.PartnerKind;
import dev.yima.gateway.partner.people.Employee;
import dev.yima.gateway.partner.people.EmployeeRepository;
import dev.yima.gateway.partner.people.Permission;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.ratelimit.RateLimiter;
import dev.yima.gateway.scan.record.ScanRecorder;
import dev.yima.gateway.scanstate.ScanStateCache;
import dev.yima.gateway.scanstate.ScanStateCache.Purpose;
import dev.yima.gateway.supply.commission.SaleAttributor;
import dev.yima.gateway.supply.movement.PhoneReceiving;
import dev.yima.gateway.supply.movement.PhoneReceiving.Receipt;
import dev.yima.gateway.supply.opening.CaseOpeningService;
import dev.yima.gateway.visitor.EmployeeRequest;
import dev.yima.gateway.visitor.RequestOrigin;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A scan by somebody who works at a store: opens a case, stands for a code as its guide, claims a guide's reward after
 * the guest. Doing any of it again changes nothing and is answered the same, so that a bad network is no harm.
 */
@ApplicationScoped
class PartnerScanFlow {
    private final LotCatalogue lots;
    private final LeakIncidents incidents;
    private final RateLimiter limits;
    private final ScanStateCache gate;
    private final Claims claims;
    private final ScanRecorder looks;
    private final CaseOpeningService openings;
    private final SaleAttributor sales;
    private final PhoneReceiving receipts;
    private final EmployeeRepository colleagues;
    private final RequestOrigin origins;
    private final Pool pool;
    private final Clock clock;

    PartnerScanFlow(
            LotCatalogue lots,
            LeakIncidents incidents,
            RateLimiter limits,
            ScanStateCache gate,
            Claims claims,
            ScanRecorder looks,
            CaseOpeningService openings,
            SaleAttributor sales,
            PhoneReceiving receipts,
            EmployeeRepository colleagues,
            RequestOrigin origins,
            Pool pool,
            Clock clock) {
        this.lots = lots;
        this.incidents = incidents;
        this.limits = limits;
        this.gate = gate;
        this.claims = claims;
        this.looks = looks;
        this.openings = openings;
        this.sales = sales;
        this.receipts = receipts;
        this.colleagues = colleagues;
        this.origins = origins;
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * A genuine code in the hand of somebody who works for its brand.
     *
     * @param code the code
     * @param lot its lot, as this code sees it
     * @param member who scans
     * @param posts what they do and where
     */
    record Item(CodeRef code, CachedLot lot, UUID member, List<Employee> posts) {}

    /**
     * An opened case.
     *
     * @param store which store opened it
     * @param storeName what people call that
     * @param at when
     * @param reward what the person has won by it; null for nothing, and when a colleague opened it
     */
    record Opened(
            UUID store,
            String storeName,
            Instant at,
            @Nullable Reward reward) {}

    /**
     * Reads a code for somebody of a partner. Whoever is none does not even learn whether it is one.
     *
     * @return fails with a problem for them, and for a text that is no code of their brand
     */
    Uni<Item> read(EmployeeRequest counter, String text) {
        if (!(CodeReader.read(text) instanceof Wellformed wellformed)) {
            return Uni.createFrom().failure(new Problem(ProblemType.MALFORMED_CODE));
        }
        return lots.find(wellformed.code().lot()).flatMap(lot -> {
            UUID brand =
                    lot.map(known -> known.brand().id()).orElse(counter.person().brand());
            if (brand == null) {
                throw new Problem(ProblemType.NOT_A_PARTNER);
            }
            UUID member = counter.member(brand);
            return posts(counter, member).map(posts -> {
                CachedLot known = lot.orElseThrow(() -> unknown(counter));
                CodeRef code = genuine(known, wellformed)
                        .filter(ref -> !incidents.noticed(known, ref.serial(), counter.at()))
                        .orElseThrow(() -> unknown(counter));
                return new Item(code, known.at(code.serial()), member, posts);
            });
        });
    }

    private Problem unknown(EmployeeRequest counter) {
        limits.guess(counter.network(), counter.at());
        return new Problem(ProblemType.NOT_FOUND);
    }

    private static Optional<CodeRef> genuine(CachedLot lot, Wellformed read) {
        return lot.codec().open(read.code()) instanceof OpenResult.Genuine genuine
                ? Optional.of(new CodeRef(read.code().lot().value(), genuine.serial()))
                : Optional.empty();
    }

    /**
     * What somebody does for a brand, and remembers from where they were seen; fails when it is nothing. However often
     * a request asks, it counts once.
     */
    Uni<List<Employee>> posts(EmployeeRequest counter, UUID member) {
        return colleagues.of(pool, member).flatMap(posts -> {
            if (posts.isEmpty()) {
                return Uni.createFrom().failure(new Problem(ProblemType.NOT_A_PARTNER));
            }
            if (!counter.claimCounting()) {
                return Uni.createFrom().item(posts);
            }
            limits.scan(member.toString(), counter.at());
            return seen(counter, member).replaceWith(posts);
        });
    }

    /** Remembers from where somebody was seen, so that their own scans as a consumer can be told. */
    Uni<Void> seen(EmployeeRequest counter, UUID member) {
        return colleagues.seen(pool, member, origins.trace(counter.network(), counter.browser()), counter.at());
    }

    /** Opens a case: binds what is in it to the store, and pays the opening's reward, each once. */
    Uni<Opened> open(EmployeeRequest counter, String text, @Nullable UUID store) {
        return read(counter, text).flatMap(item -> {
            mustBe(item, CodeKind.CASE_INNER);
            Employee who = acting(item.posts, store, post -> post.may(Permission.OPEN));
            UUID brand = item.lot.brand().id();
            return openings.open(brand, item.code, who.partner().id(), item.member, counter.at())
                    .flatMap(opening -> {
                        if (!opening.store().equals(who.partner().id())) {
                            throw new Problem(ProblemType.CASE_OPENED, "it was opened at " + opening.at());
                        }
                        // A colleague who asks again has not opened it.
                        Uni<Optional<Reward>> won = opening.isDrawnBy(item.member)
                                ? reward(counter, item, who)
                                : Uni.createFrom().item(Optional.empty());
                        return won.map(reward ->
                                new Opened(opening.store(), opening.storeName(), opening.at(), reward.orElse(null)));
                    });
        });
    }

    private Uni<Optional<Reward>> reward(EmployeeRequest counter, Item item, Employee who) {
        return claims.holding(item.code, ClaimSlot.STORE).flatMap(held -> {
            RunningCampaign campaign = item.lot.campaign();
            boolean runs = item.lot.standing(counter.at(), Optional::empty) == CampaignStanding.RUNNING;
            if (campaign == null || !runs || held.isPresent() || !item.lot.fresh()) {
                return seen(counter, item)
                        .invoke(looks::record)
                        .map(scan -> held.flatMap(holding ->
                                Optional.ofNullable(holding.toldTo(item.member).reward())));
            }
            return seen(counter, item)
                    .map(scan -> new ClaimRequest(
                            Ids.next(clock),
                            ClaimSlot.STORE,
                            campaign.terms(),
                            scan,
                            Optional.of(new PartnerClaim(who.partner().id(), Optional.empty())),
                            SaleAttribution.NONE))
                    .flatMap(claims::claim)
                    .map(outcome -> Optional.ofNullable(outcome.reward()));
        });
    }

    /**
     * Makes somebody the guide of a code and of all that is in it: they are paid when it is drunk.
     *
     * @return whether it is them; another guide may have been first
     */
    Uni<Boolean> stand(EmployeeRequest counter, String text, @Nullable UUID store) {
        return read(counter, text).flatMap(item -> {
            if (item.lot.kind() == CodeKind.ITEM_INNER || item.lot.kind() == CodeKind.PALLET) {
                throw new Problem(ProblemType.WRONG_LEVEL, "the code must be an outer one of an item, or of a case");
            }
            mustBeOnSale(item);
            Employee who = acting(item.posts, store, PartnerScanFlow::isGuide);
            return openings.around(item.code)
                    .invoke(opened -> opened.ifPresent(by -> mustBeOf(who, by.store())))
                    .flatMap(opened -> openings.stand(
                            item.lot.brand().id(), item.code, who.partner().id(), item.member, counter.at()))
                    .map(item.member::equals);
        });
    }

    /** Claims a guide's reward for a cap that a guest has claimed before (服务员). */
    Uni<Reward> claim(EmployeeRequest counter, String text, @Nullable UUID store) {
        return read(counter, text).flatMap(item -> {
            mustBe(item, CodeKind.ITEM_INNER);
            Employee who = acting(item.posts, store, PartnerScanFlow::isGuide);
            RunningCampaign campaign = item.lot.campaign();
            if (campaign == null || !campaign.terms().rules().slots().contains(ClaimSlot.GUIDE)) {
                throw new Problem(ProblemType.NO_GUIDE_REWARD);
            }
            return Uni.combine()
                    .all()
                    .unis(
                            guestsClaim(item, who),
                            isOf(item, who),
                            seen(counter, item).invoke(looks::record))
                    .usingConcurrencyOf(1)
                    .with((guests, ours, scan) -> new ClaimRequest(
                            Ids.next(clock),
                            ClaimSlot.GUIDE,
                            campaign.terms(),
                            scan,
                            Optional.of(new PartnerClaim(who.partner().id(), Optional.of(guests))),
                            SaleAttribution.NONE))
                    .flatMap(claims::claim)
                    .map(PartnerScanFlow::earned);
        });
    }

    /** Receives goods: for whichever partner they were sent to, of those where the person works. */
    Uni<Receipt> receive(EmployeeRequest counter, String text, @Nullable UUID partner) {
        return read(counter, text).flatMap(item -> {
            if (item.lot.kind() == CodeKind.ITEM_INNER) {
                throw new Problem(ProblemType.WRONG_LEVEL, "the code must be an outer one, of a case or of a pallet");
            }
            if (item.lot.state() == LotState.VOID) {
                throw new Problem(ProblemType.NOT_ON_SALE);
            }
            List<UUID> ours = item.posts.stream()
                    .map(post -> post.partner().id())
                    .filter(id -> partner == null || id.equals(partner))
                    .distinct()
                    .toList();
            if (ours.isEmpty()) {
                throw new Problem(ProblemType.NOT_A_PARTNER);
            }
            return receipts.receive(item.lot.brand().id(), item.code, ours, item.member);
        });
    }

    /** The guest's claim; what was kept back is asked for after it, since both are of one commit. */
    private Uni<UUID> guestsClaim(Item item, Employee who) {
        return claims.holding(item.code, ClaimSlot.CONSUMER).flatMap(found -> {
            Claims.Holding held = found.orElseThrow(() -> new Problem(ProblemType.NO_GUEST_YET));
            if (held.member().equals(item.member)) {
                throw new Problem(ProblemType.OWN_CLAIM);
            }
            return Uni.combine()
                    .all()
                    .unis(sales.keptBack(item.code, ClaimSlot.GUIDE), colleagues.of(pool, held.member()))
                    .with((kept, posts) -> {
                        boolean ours = posts.stream()
                                .anyMatch(post ->
                                        post.partner().id().equals(who.partner().id()));
                        if (kept || ours) {
                            throw new Problem(ProblemType.OWN_PEOPLE);
                        }
                        return held.claim();
                    });
        });
    }

    private Uni<Void> isOf(Item item, Employee who) {
        return openings.around(item.code)
                .map(found -> found.orElseThrow(() -> new Problem(ProblemType.NOT_YOUR_CASE)))
                .invoke(opened -> mustBeOf(who, opened.store()))
                .replaceWithVoid();
    }

    private static void mustBeOf(Employee who, UUID store) {
        if (!store.equals(who.partner().id())) {
            throw new Problem(ProblemType.NOT_YOUR_CASE);
        }
    }

    private static Reward earned(ClaimOutcome outcome) {
        Reward reward = outcome.reward();
        return switch (outcome.kind()) {
            case CLAIMED, HELD_BY_SAME_PERSON -> {
                if (reward == null) {
                    throw new IllegalStateException("a guide's claim has a reward");
                }
                yield reward;
            }
            case HELD_BY_OTHER_PERSON -> throw new Problem(ProblemType.OTHER_GUIDE);
            case REFUSED -> throw new Problem(ProblemType.CAMPAIGN_OVER);
        };
    }

    private Uni<ScanRecord> seen(EmployeeRequest counter, Item item) {
        return gate.lookUp(item.code, item.member, counter.at(), Purpose.RECORD)
                .invoke(sighting -> gate.mergeHistory(item.code, item.member, sighting, null))
                .map(sighting -> new ScanRecord(
                        item.lot.brand().id(),
                        item.code,
                        item.member,
                        counter.at(),
                        sighting.count(),
                        sighting.counted(),
                        null,
                        origins.of(counter.network(), counter.at())));
    }

    private static boolean isGuide(Employee post) {
        return post.role().slot() == ClaimSlot.GUIDE;
    }

    private static void mustBe(Item item, CodeKind kind) {
        if (item.lot.kind() != kind) {
            throw new Problem(ProblemType.WRONG_LEVEL, "the code must be of kind " + kind);
        }
        mustBeOnSale(item);
    }

    private static void mustBeOnSale(Item item) {
        if (item.lot.state() != LotState.ACTIVE) {
            throw new Problem(ProblemType.NOT_ON_SALE);
        }
    }

    /** The post in which somebody acts; where they have several that fit, they must say at which store. */
    static Employee acting(List<Employee> posts, @Nullable UUID store, Predicate<Employee> allowed) {
        List<Employee> fit = posts.stream()
                .filter(post -> post.partner().kind() == PartnerKind.STORE)
                .filter(allowed)
                .filter(post -> store == null || post.partner().id().equals(store))
                .toList();
        if (fit.isEmpty()) {
            throw new Problem(ProblemType.NOT_A_PARTNER);
        }
        if (fit.stream().map(post -> post.partner().id()).distinct().count() > 1) {
            throw Problem.invalid("partnerId", "must say for which store");
        }
        return fit.get(0);
    }
}
