package dev.yima.gateway.partnerapp;

import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.brand.BrandRepository;
import dev.yima.gateway.partner.Partner;
import dev.yima.gateway.partner.PartnerKind;
import dev.yima.gateway.partner.people.PartnerRole;
import dev.yima.gateway.partner.people.Permission;
import dev.yima.gateway.partnerapp.action.EmployeePosts;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.supply.commission.PartnerEarnings;
import dev.yima.gateway.visitor.EmployeeRequest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The dashboard of an employee: the brand they meet, their posts, and their earnings. */
@ApplicationScoped
public class PartnerDashboard {
    private final EmployeePosts posts;
    private final PartnerEarnings earnings;
    private final BrandRepository brands;

    PartnerDashboard(EmployeePosts posts, PartnerEarnings earnings, BrandRepository brands) {
        this.posts = posts;
        this.earnings = earnings;
        this.brands = brands;
    }

    /**
     * A post: a role at a dealer or store.
     *
     * @param partnerId the dealer or store
     * @param kind dealer or store
     * @param name its name
     * @param role the name of the role
     * @param slot the slot whose rewards the role earns; null for none
     * @param may the permissions of the role
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
     * A brand at whose dealers or stores the employee works.
     *
     * @param id the brand
     * @param name its name
     */
    @Schema(name = "Employer")
    public record Employer(UUID id, String name) {}

    /**
     * An employee of dealers or stores of a brand.
     *
     * @param brandId the brand
     * @param brand the brand's name
     * @param otherBrands other brands for which they work
     * @param memberId the employee, as the brand knows them
     * @param posts their posts
     * @param today earnings of today, by the brand's calendar
     * @param month earnings of this month
     * @param latest the latest rewards, at most 50
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

    /**
     * The request of an employee at a brand for which they work: the one that is asked for, or else the one that they
     * met last, or else another of their employers.
     *
     * @param asked a brand; null for any
     * @return the request, meeting that brand; fails with {@code NOT_A_PARTNER} when they do not work for it, or for
     *     none
     */
    Uni<EmployeeRequest> at(EmployeeRequest request, @Nullable UUID asked) {
        return employers(request, asked == null ? request.person().brands() : List.of(asked))
                .map(found -> request.meets(
                        found.stream().findFirst().orElseThrow(() -> new Problem(ProblemType.NOT_A_PARTNER))));
    }

    /** Those of some brands for which a person works. */
    private Uni<List<UUID>> employers(EmployeeRequest request, List<UUID> asked) {
        return Multi.createFrom()
                .iterable(asked)
                .onItem()
                .transformToUniAndConcatenate(brand -> posts.of(request.member(brand))
                        .map(found -> found.isEmpty() ? List.<UUID>of() : List.of(brand)))
                .onItem()
                .<UUID>disjoint()
                .collect()
                .asList();
    }

    private Uni<List<Employer>> otherEmployers(EmployeeRequest request, UUID but) {
        List<UUID> asked = request.person().brands().stream()
                .filter(brand -> !brand.equals(but))
                .toList();
        return employers(request, asked)
                .flatMap(found -> Multi.createFrom()
                        .iterable(found)
                        .onItem()
                        .transformToUniAndConcatenate(brands::find)
                        .map(brand -> new Employer(brand.id(), brand.name()))
                        .collect()
                        .asList());
    }

    /** The posts and the earnings of an employee at the brand that they meet. */
    Uni<Self> self(EmployeeRequest request) {
        UUID brand = brand(request);
        UUID member = request.member(brand);
        return posts.require(request, member)
                .flatMap(found -> brands.find(brand)
                        .flatMap(met -> Uni.combine()
                                .all()
                                .unis(otherEmployers(request, brand), earnings.of(member, request.at(), met.timeZone()))
                                .with((others, earned) -> new Self(
                                        brand,
                                        met.name(),
                                        others,
                                        member,
                                        found.stream()
                                                .map(post -> Post.of(post.partner(), post.role()))
                                                .toList(),
                                        earned.today(),
                                        earned.month(),
                                        earned.latest()))));
    }

    /** The brand that an employee meets; fails with {@code NOT_A_PARTNER} when they have met none. */
    static UUID brand(EmployeeRequest request) {
        UUID brand = request.person().brand();
        if (brand == null) {
            throw new Problem(ProblemType.NOT_A_PARTNER);
        }
        return brand;
    }
}
