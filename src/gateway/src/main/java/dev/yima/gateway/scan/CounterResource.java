package dev.yima.gateway.scan;

import dev.yima.codec.CodeKind;
import dev.yima.engine.LotState;
import dev.yima.gateway.brand.BrandStore;
import dev.yima.gateway.channel.Openings;
import dev.yima.gateway.channel.Wages;
import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.coupon.CouponStore;
import dev.yima.gateway.coupon.CouponStore.Redeemed;
import dev.yima.gateway.member.People;
import dev.yima.gateway.member.Person;
import dev.yima.gateway.partner.Colleague;
import dev.yima.gateway.partner.Deed;
import dev.yima.gateway.partner.Invitations;
import dev.yima.gateway.partner.Invitations.Made;
import dev.yima.gateway.partner.Invitations.NewInvitation;
import dev.yima.gateway.partner.Partner;
import dev.yima.gateway.partner.PartnerKind;
import dev.yima.gateway.partner.Role;
import dev.yima.gateway.platform.PlainText;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** What people at dealers and stores do with a phone. They are known by the same cookie as consumers. */
@Path("/api/v1/partner")
@Tag(name = "Partner")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Cancellable(false)
public class CounterResource {
    private final CounterFlow flow;
    private final Door door;
    private final Invitations invitations;
    private final Openings openings;
    private final Wages wages;
    private final CouponStore coupons;
    private final BrandStore brands;
    private final Pool pool;

    CounterResource(
            CounterFlow flow,
            Door door,
            Invitations invitations,
            Openings openings,
            Wages wages,
            CouponStore coupons,
            BrandStore brands,
            Pool pool) {
        this.flow = flow;
        this.door = door;
        this.invitations = invitations;
        this.openings = openings;
        this.wages = wages;
        this.coupons = coupons;
        this.brands = brands;
        this.pool = pool;
    }

    /**
     * Accepts an invitation.
     *
     * @param token the last part of the invitation's address
     * @param name what whoever accepts calls themselves
     */
    public record Joining(
            @NotNull @Size(max = 64) String token,

            @NotNull @PlainText(max = 40) @Schema(examples = "Wang Fang")
            String name) {}

    /**
     * A scanned code.
     *
     * @param code the code, or what the camera read
     * @param partnerId for which store, where somebody works at several
     */
    public record Scanned(
            @NotNull @Size(max = 2_048) @Schema(examples = "8KX2W5P3N7QRM4T1")
            String code,

            @Nullable UUID partnerId) {}

    /**
     * Where somebody works.
     *
     * @param partnerId the dealer or store
     * @param kind what it is
     * @param name what people call it
     * @param role as what
     * @param may what that lets them do
     */
    @Schema(name = "PartnerPost")
    public record Post(
            UUID partnerId,
            PartnerKind kind,
            @Schema(examples = "Corner shop, Renmin Road") String name,
            @Schema(examples = "STORE") String role,
            Set<Deed> may) {
        static Post of(Partner partner, Role role) {
            return new Post(partner.id(), partner.kind(), partner.name(), role.name(), role.may());
        }
    }

    /**
     * Somebody who works at dealers or stores of a brand.
     *
     * @param brand the brand's name
     * @param memberId who they are to it
     * @param posts where they work
     * @param today what they earned today, by the calendar of China
     * @param month the same for this month
     * @param latest what they earned last, at most 50 rewards
     */
    @Schema(name = "PartnerSelf")
    public record Self(
            String brand,
            UUID memberId,
            List<Post> posts,
            List<Wages.Sum> today,
            List<Wages.Sum> month,
            List<Wages.Wage> latest) {}

    /**
     * An opened case.
     *
     * @param partnerId the store that opened it
     * @param store what people call that
     * @param openedAt when
     * @param reward what the person has won by it
     */
    @Schema(name = "OpenedCase")
    public record OpenedCase(
            UUID partnerId,
            String store,
            Instant openedAt,
            @Nullable Reward reward) {}

    /**
     * What a guide stands for.
     *
     * @param mine whether it is this guide; false when another one was first
     */
    @Schema(name = "GuideBond")
    public record Bond(boolean mine) {}

    /**
     * A code, as those who sell it see it.
     *
     * @param kind what it is for
     * @param product what is in it; null when nobody has said
     * @param state whether it is on sale
     * @param openedAt when its case was opened; null when it was not
     * @param openedByUs whether that was by a store where the person works
     */
    @Schema(name = "PartnerCode")
    public record CodeView(
            CodeKind kind,
            @Nullable String product,
            LotState state,
            @Nullable Instant openedAt,
            boolean openedByUs) {}

    /** Accepts an invitation. */
    @POST
    @Path("/join")
    @Operation(
            summary = "Accept an invitation",
            description = "Once, by one person; the same person again changes nothing. The person is the cookie.")
    @APIResponse(responseCode = "200", description = "Where the person works now")
    @APIResponseSchema(value = Post.class, responseCode = "200")
    public Uni<Response> join(
            @NotNull @Valid Joining joining,
            @Nullable @Parameter(hidden = true) @CookieParam(People.COOKIE) String cookie,
            @Context HttpServerRequest http) {
        Counter counter = door.counter(cookie, http);
        return flow.join(counter, joining.token(), joining.name()).map(offer -> {
            Person after = counter.person().meets(offer.brand());
            Post post = Post.of(offer.partner(), offer.role());
            Response.ResponseBuilder response = Response.ok(post).header(HttpHeaders.CACHE_CONTROL, "no-store");
            String newCookie = door.newCookie(counter.person(), after, http);
            return (newCookie == null ? response : response.header(HttpHeaders.SET_COOKIE, newCookie)).build();
        });
    }

    /** Shows where the person works and what they earn. */
    @GET
    @Operation(
            summary = "Where I work and what I earn",
            description = "With the brand that the person met last. The person is the cookie.")
    public Uni<Self> self(
            @Nullable @Parameter(hidden = true) @CookieParam(People.COOKIE) String cookie,
            @Context HttpServerRequest http) {
        Counter counter = door.counter(cookie, http);
        UUID brand = brand(counter);
        UUID member = counter.member(brand);
        return flow.posts(counter, member)
                .flatMap(posts -> Uni.combine()
                        .all()
                        .unis(brands.find(brand), wages.of(member, counter.at()))
                        .with((whose, earned) -> new Self(
                                whose.name(),
                                member,
                                posts.stream()
                                        .map(post -> Post.of(post.partner(), post.role()))
                                        .toList(),
                                earned.today(),
                                earned.month(),
                                earned.latest())));
    }

    /** Shows a code to somebody who sells it. */
    @GET
    @Path("/codes/{code}")
    @Operation(summary = "Look at a code as one who sells it")
    public Uni<CodeView> code(
            @PathParam("code") String code,
            @Nullable @Parameter(hidden = true) @CookieParam(People.COOKIE) String cookie,
            @Context HttpServerRequest http) {
        Counter counter = door.counter(cookie, http);
        return flow.read(counter, code).flatMap(item -> view(item));
    }

    Uni<CodeView> view(CounterFlow.Item item) {
        return openings.around(item.code())
                .map(opening -> new CodeView(
                        item.lot().kind(),
                        item.lot().product(),
                        item.lot().state(),
                        opening.map(opened -> opened.at()).orElse(null),
                        opening.filter(opened -> item.posts().stream()
                                        .anyMatch(post -> post.partner().id().equals(opened.store())))
                                .isPresent()));
    }

    /** Opens a case. */
    @POST
    @Path("/openings")
    @Operation(summary = "Open a case", description = """
                    By the code inside it. From then on the store is paid when what was in it is drunk. The opening's \
                    reward is paid, if the code's campaign has one. The first store keeps it; the same store again \
                    is answered the same.""")
    public Uni<OpenedCase> open(
            @NotNull @Valid Scanned scanned,
            @Nullable @Parameter(hidden = true) @CookieParam(People.COOKIE) String cookie,
            @Context HttpServerRequest http) {
        return flow.open(door.counter(cookie, http), scanned.code(), scanned.partnerId())
                .map(opened -> new OpenedCase(opened.store(), opened.storeName(), opened.at(), opened.reward()));
    }

    /** Makes the person the guide of a code. */
    @POST
    @Path("/guides")
    @Operation(
            summary = "Stand for an item or a case as its guide",
            description = "The guide is paid in the commit of the consumer's claim. The first one stays.")
    public Uni<Bond> guide(
            @NotNull @Valid Scanned scanned,
            @Nullable @Parameter(hidden = true) @CookieParam(People.COOKIE) String cookie,
            @Context HttpServerRequest http) {
        return flow.stand(door.counter(cookie, http), scanned.code(), scanned.partnerId())
                .map(Bond::new);
    }

    /** Claims a guide's reward. */
    @POST
    @Path("/claims")
    @Operation(
            summary = "Claim a guide's reward for a cap that a guest has claimed",
            description = "For caps of cases that the guide's store opened; once for each cap.")
    public Uni<Reward> claim(
            @NotNull @Valid Scanned scanned,
            @Nullable @Parameter(hidden = true) @CookieParam(People.COOKIE) String cookie,
            @Context HttpServerRequest http) {
        return flow.claim(door.counter(cookie, http), scanned.code(), scanned.partnerId());
    }

    /** Redeems a coupon. */
    @POST
    @Path("/coupons/{coupon}/redeem")
    @Operation(
            summary = "Redeem a guest's coupon",
            description = "Once, by one store, which earns its fee. The same store again is answered the same.")
    public Uni<Redeemed> redeem(
            @PathParam("coupon") String coupon,
            @Nullable @Parameter(hidden = true) @CookieParam(People.COOKIE) String cookie,
            @Context HttpServerRequest http) {
        Counter counter = door.counter(cookie, http);
        return post(counter, null, post -> post.may(Deed.REDEEM))
                .flatMap(post -> coupons.redeem(brand(counter), post.partner().id(), CouponStore.read(coupon)))
                .map(found -> found.orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)));
    }

    /** Invites somebody to the same partner. */
    @POST
    @Path("/invitations")
    @Operation(summary = "Invite somebody to the dealer or store where I work")
    @APIResponse(responseCode = "201", description = "The invitation; its link is shown this once")
    @APIResponseSchema(value = Made.class, responseCode = "201")
    public Uni<Response> invite(
            @NotNull @Valid NewInvitation asked,
            @Nullable @Parameter(hidden = true) @CookieParam(People.COOKIE) String cookie,
            @Context HttpServerRequest http) {
        if (asked.takesOver() != null && asked.takesOver()) {
            throw Problem.invalid("takesOver", "must be left to the brand's staff");
        }
        Counter counter = door.counter(cookie, http);
        return posts(counter)
                .map(posts -> posts.stream()
                        .filter(post -> post.may(Deed.INVITE))
                        .findFirst()
                        .orElseThrow(() -> new Problem(ProblemType.NOT_A_PARTNER)))
                .flatMap(post -> pool.withTransaction(
                        tx -> invitations.make(tx, brand(counter), post.partner(), asked, post.id())))
                .map(made ->
                        Response.status(Response.Status.CREATED).entity(made).build());
    }

    private Uni<Colleague> post(Counter counter, @Nullable UUID store, Predicate<Colleague> allowed) {
        return posts(counter).map(posts -> CounterFlow.acting(posts, store, allowed));
    }

    private Uni<List<Colleague>> posts(Counter counter) {
        return flow.posts(counter, counter.member(brand(counter)));
    }

    private static UUID brand(Counter counter) {
        UUID brand = counter.person().brand();
        if (brand == null) {
            throw new Problem(ProblemType.NOT_A_PARTNER);
        }
        return brand;
    }
}
