package dev.yima.gateway.scan;

import dev.yima.engine.ClaimSlot;
import dev.yima.gateway.brand.BrandStore;
import dev.yima.gateway.channel.Openings;
import dev.yima.gateway.channel.Route;
import dev.yima.gateway.channel.Routes;
import dev.yima.gateway.channel.Wages;
import dev.yima.gateway.channel.Where;
import dev.yima.gateway.coupon.CouponStore;
import dev.yima.gateway.coupon.CouponStore.Redeemed;
import dev.yima.gateway.partner.Colleague;
import dev.yima.gateway.partner.Colleagues;
import dev.yima.gateway.partner.Deed;
import dev.yima.gateway.partner.Invitations;
import dev.yima.gateway.partner.Invitations.Made;
import dev.yima.gateway.partner.Invitations.NewInvitation;
import dev.yima.gateway.partner.Invitations.Offer;
import dev.yima.gateway.partner.Partner;
import dev.yima.gateway.partner.PartnerKind;
import dev.yima.gateway.partner.Role;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
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
public class Workplace {
    private final CounterFlow flow;
    private final Invitations invitations;
    private final Openings openings;
    private final Routes routes;
    private final Wages wages;
    private final CouponStore coupons;
    private final Colleagues colleagues;
    private final BrandStore brands;
    private final Pool pool;

    Workplace(
            CounterFlow flow,
            Invitations invitations,
            Openings openings,
            Routes routes,
            Wages wages,
            CouponStore coupons,
            Colleagues colleagues,
            BrandStore brands,
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
            Set<Deed> may) {
        static Post of(Partner partner, Role role) {
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
            List<Wages.Sum> today,
            List<Wages.Sum> month,
            List<Wages.Wage> latest) {}

    /** Accepts an invitation. */
    Uni<Offer> join(Counter counter, String token, String name) {
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
    Uni<Counter> at(Counter counter, @Nullable UUID asked) {
        return working(counter, asked == null ? counter.person().brands() : List.of(asked))
                .map(found -> counter.meets(
                        found.stream().findFirst().orElseThrow(() -> new Problem(ProblemType.NOT_A_PARTNER))));
    }

    /** For which of some brands a person works. */
    private Uni<List<UUID>> working(Counter counter, List<UUID> asked) {
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

    private Uni<List<Employer>> others(Counter counter, UUID but) {
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
    Uni<Self> self(Counter counter) {
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
    Uni<GoodsView> goods(CounterFlow.Item item) {
        return Uni.combine()
                .all()
                .unis(
                        openings.around(item.code()),
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

    private static Where where(Route route, List<Colleague> posts) {
        Set<UUID> ours = new HashSet<>();
        Set<UUID> suppliers = new HashSet<>();
        for (Colleague post : posts) {
            ours.add(post.partner().id());
            if (post.partner().dealerId() != null) {
                suppliers.add(post.partner().dealerId());
            }
        }
        return Where.of(route, ours, suppliers);
    }

    /** Redeems a guest's coupon, for a store where somebody may. */
    Uni<Redeemed> redeem(Counter counter, String coupon, @Nullable UUID store) {
        return posts(counter)
                .map(posts -> CounterFlow.acting(posts, store, post -> post.may(Deed.REDEEM)))
                .flatMap(post ->
                        coupons.redeem(brand(counter), post.partner().id(), post.member(), CouponStore.read(coupon)))
                .map(found -> found.orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)));
    }

    /** Invites somebody to where a person works and may invite, into roles that may do no more than theirs. */
    Uni<Made> invite(Counter counter, NewInvitation asked) {
        if (asked.takesOver() != null && asked.takesOver()) {
            throw Problem.invalid("takesOver", "must be left to the brand's staff");
        }
        return posts(counter)
                .flatMap(posts -> pool.withTransaction(tx -> invitations.make(tx, brand(counter), posts, asked)));
    }

    private Uni<List<Colleague>> posts(Counter counter) {
        return flow.posts(counter, counter.member(brand(counter)));
    }

    /** The brand that somebody meets. */
    private static UUID brand(Counter counter) {
        UUID brand = counter.person().brand();
        if (brand == null) {
            throw new Problem(ProblemType.NOT_A_PARTNER);
        }
        return brand;
    }
}
