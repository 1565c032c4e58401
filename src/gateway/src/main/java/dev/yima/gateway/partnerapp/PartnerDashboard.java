package dev.yima.gateway.partnerapp;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.brand.BrandRepository;
import dev.yima.gateway.partner.Partner;
import dev.yima.gateway.partner.PartnerKind;
import dev.yima.gateway.partner.people.Employee;
import dev.yima.gateway.partner.people.EmployeeRepository;
import dev.yima.gateway.partner.people.InvitationService;
import dev.yima.gateway.partner.people.InvitationService.Made;
import dev.yima.gateway.partner.people.InvitationService.NewInvitation;
import dev.yima.gateway.partner.people.InvitationService.Offer;
import dev.yima.gateway.partner.people.PartnerRole;
import dev.yima.gateway.partner.people.Permission;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.reward.coupon.CouponRepository;
import dev.yima.gateway.reward.coupon.CouponRepository.Redeemed;
import dev.yima.gateway.supply.commission.PartnerEarnings;
import dev.yima.gateway.supply.opening.CaseOpeningService;
import dev.yima.gateway.supply.trace.GoodsLocation;
import dev.yima.gateway.supply.trace.Route;
import dev.yima.gateway.supply.trace.TraceQuery;
import dev.yima.gateway.visitor.EmployeeRequest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What there is for somebody at the dealers and stores where they work, besides scanning. */
@ApplicationScoped
public class PartnerDashboard {
    private final PartnerScanFlow flow;
    private final InvitationService invitations;
    private final CaseOpeningService openings;
    private final TraceQuery routes;
    private final PartnerEarnings wages;
    private final CouponRepository coupons;
    private final EmployeeRepository colleagues;
    private final BrandRepository brands;
    private final Pool pool;

    PartnerDashboard(
            PartnerScanFlow flow,
            InvitationService invitations,
            CaseOpeningService openings,
            TraceQuery routes,
            PartnerEarnings wages,
            CouponRepository coupons,
            EmployeeRepository colleagues,
            BrandRepository brands,
            Pool pool) {
        this.flow = flow;
        this.invitations = invitations;
        this.openings = openings;
        this.routes = routes;
        this.wages = wages;
        this.coupons = coupons;
        this.colleagues = colleagues;
        this.brands = brands;
        this.pool = pool;
    }

    /**
     * Where somebody works.
     *
     * @param partnerId the dealer or store
     * @param kind what it is
     * @param name what people call it
     * @param role as what
     * @param slot whose rewards that earns; null for none
     * @param may what that lets them do
     */
    @Schema(name = "PartnerPost")
    public record Post(
            UUID partnerId,
            PartnerKind kind,
            @Schema(examples = "Corner shop, Renmin Road") String name,
            @Schema(examples = "STORE") String role,
            @Nullable ClaimSlot slot,
            Set<Permission> may) {
        static Post of(Partner partner, PartnerRole role) {
            return new Post(partner.id(), partner.kind(), partner.name(), role.name(), role.slot(), role.may());
        }
    }

    /**
     * A brand for whose dealers or stores somebody works.
     *
     * @param id the brand
     * @param name its name
     */
    @Schema(name = "Employer")
    public record Employer(UUID id, String name) {}

    /**
     * Somebody who works at dealers or stores of a brand.
     *
     * @param brandId the brand
     * @param brand the brand's name
     * @param otherBrands for which brands they work besides
     * @param memberId who they are to it
     * @param posts where they work
     * @param today what they earned today, by the calendar of China
     * @param month the same for this month
     * @param latest what they earned last, at most 50 rewards
     */
    @Schema(name = "PartnerSelf")
    public record Self(
            UUID brandId,
            String brand,
            List<Employer> otherBrands,
            UUID memberId,
            List<Post> posts,
            List<PartnerEarnings.Sum> today,
            List<PartnerEarnings.Sum> month,
            List<PartnerEarnings.Earning> latest) {}

    /** Accepts an invitation. */
    Uni<Offer> join(EmployeeRequest counter, String token, String name) {
        return invitations.find(pool, token).flatMap(found -> {
            UUID brand = found.map(Offer::brand).orElseThrow(() -> new Problem(ProblemType.NOT_FOUND));
            UUID member = counter.member(brand);
            return pool.withTransaction(tx -> invitations.accept(tx, token, member, name))
                    .call(offer -> flow.seen(counter, member));
        });
    }

    /**
     * A person where they work: with the brand that is asked for; otherwise with the one that they met last, if they
     * work for it; otherwise with another one for which they do.
     *
     * @param asked a brand; null for none in particular
     * @return the person, who meets that brand; fails when they work for none
     */
    Uni<EmployeeRequest> at(EmployeeRequest counter, @Nullable UUID asked) {
        return working(counter, asked == null ? counter.person().brands() : List.of(asked))
                .map(found -> counter.meets(
                        found.stream().findFirst().orElseThrow(() -> new Problem(ProblemType.NOT_A_PARTNER))));
    }

    /** For which of some brands a person works. */
    private Uni<List<UUID>> working(EmployeeRequest counter, List<UUID> asked) {
        return Multi.createFrom()
                .iterable(asked)
                .onItem()
                .transformToUniAndConcatenate(brand -> colleagues
                        .of(pool, counter.member(brand))
                        .map(posts -> posts.isEmpty() ? List.<UUID>of() : List.of(brand)))
                .onItem()
                .<UUID>disjoint()
                .collect()
                .asList();
    }

    private Uni<List<Employer>> others(EmployeeRequest counter, UUID but) {
        List<UUID> employers = counter.person().brands().stream()
                .filter(brand -> !brand.equals(but))
                .toList();
        return working(counter, employers)
                .flatMap(found -> Multi.createFrom()
                        .iterable(found)
                        .onItem()
                        .transformToUniAndConcatenate(brands::find)
                        .map(brand -> new Employer(brand.id(), brand.name()))
                        .collect()
                        .asList());
    }

    /** Where somebody works and what they earn, with the brand that they meet. */
    Uni<Self> self(EmployeeRequest counter) {
        UUID brand = brand(counter);
        UUID member = counter.member(brand);
        return flow.posts(counter, member)
                .flatMap(posts -> Uni.combine()
                        .all()
                        .unis(brands.find(brand), others(counter, brand), wages.of(member, counter.at()))
                        .with((whose, others, earned) -> new Self(
                                brand,
                                whose.name(),
                                others,
                                member,
                                posts.stream()
                                        .map(post -> Post.of(post.partner(), post.role()))
                                        .toList(),
                                earned.today(),
                                earned.month(),
                                earned.latest())));
    }

    /** A code, as those who sell it see it. */
    Uni<GoodsView> goods(PartnerScanFlow.Item item) {
        return Uni.combine()
                .all()
                .unis(
                        openings.openingOf(item.code()),
                        routes.of(item.lot().brand().id(), item.code()),
                        routes.contents(item.code()))
                .with((opening, route, contents) -> new GoodsView(
                        item.lot().kind(),
                        item.lot().product(),
                        item.lot().state(),
                        opening.map(opened -> opened.at()).orElse(null),
                        opening.filter(opened -> item.posts().stream()
                                        .anyMatch(post -> post.partner().id().equals(opened.store())))
                                .isPresent(),
                        contents,
                        where(route, item.posts())));
    }

    private static GoodsLocation where(Route route, List<Employee> posts) {
        Set<UUID> ours = new HashSet<>();
        Set<UUID> suppliers = new HashSet<>();
        for (Employee post : posts) {
            ours.add(post.partner().id());
            if (post.partner().dealerId() != null) {
                suppliers.add(post.partner().dealerId());
            }
        }
        return GoodsLocation.of(route, ours, suppliers);
    }

    /** Redeems a guest's coupon, for a store where somebody may. */
    Uni<Redeemed> redeem(EmployeeRequest counter, String coupon, @Nullable UUID store) {
        return posts(counter)
                .map(posts -> PartnerScanFlow.acting(posts, store, post -> post.may(Permission.REDEEM)))
                .flatMap(post -> coupons.redeem(
                        brand(counter), post.partner().id(), post.member(), CouponRepository.read(coupon)))
                .map(found -> found.orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)));
    }

    /** Invites somebody to where a person works and may invite, into roles that may do no more than theirs. */
    Uni<Made> invite(EmployeeRequest counter, NewInvitation asked) {
        if (asked.takesOver() != null && asked.takesOver()) {
            throw Problem.invalid("takesOver", "must be left to the brand's staff");
        }
        return posts(counter)
                .flatMap(posts -> pool.withTransaction(tx -> invitations.make(tx, brand(counter), posts, asked)));
    }

    private Uni<List<Employee>> posts(EmployeeRequest counter) {
        return flow.posts(counter, counter.member(brand(counter)));
    }

    /** The brand that somebody meets. */
    private static UUID brand(EmployeeRequest counter) {
        UUID brand = counter.person().brand();
        if (brand == null) {
            throw new Problem(ProblemType.NOT_A_PARTNER);
        }
        return brand;
    }
}
