package dev.yima.gateway.campaign;

import dev.yima.engine.rules.CampaignRules;
import dev.yima.gateway.brand.BrandRepository;
import dev.yima.gateway.campaign.draft.Campaign;
import dev.yima.gateway.campaign.draft.CampaignState;
import dev.yima.gateway.campaign.draft.CampaignView;
import dev.yima.gateway.campaign.draft.NewCampaign;
import dev.yima.gateway.campaign.publication.Publication;
import dev.yima.gateway.campaign.publication.RulesVersion;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.platform.http.Page;
import dev.yima.gateway.platform.redis.CacheInvalidation;
import dev.yima.gateway.platform.staff.AuditChange;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Campaigns, for staff: drafts, changes, publication and end. */
@Path("/api/v1/campaigns")
@Tag(name = "Campaigns")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class CampaignResource {
    private static final String LIST = """
            FROM Campaign WHERE brandId = :brand AND id > :after ORDER BY id""";
    private static final String VERSIONS = """
            FROM RulesVersion WHERE campaignId = :campaign ORDER BY version""";
    /** Each of them is told to everybody who looks at the campaign's page. */
    private static final int VERSIONS_MAX = 50;

    private static final UUID START = new UUID(0, 0);

    private final Mutiny.SessionFactory sessions;
    private final Publication publication;
    private final BrandRepository brands;
    private final CacheInvalidation cache;
    private final CurrentStaff staff;
    private final AuditLog audit;
    private final Clock clock;

    CampaignResource(
            Mutiny.SessionFactory sessions,
            Publication publication,
            BrandRepository brands,
            CacheInvalidation cache,
            CurrentStaff staff,
            AuditLog audit,
            Clock clock) {
        this.sessions = sessions;
        this.publication = publication;
        this.brands = brands;
        this.cache = cache;
        this.staff = staff;
        this.audit = audit;
        this.clock = clock;
    }

    /** Makes a draft. */
    @POST
    @Operation(summary = "Make a campaign", description = "A draft; nothing is promised until it is published.")
    @APIResponse(responseCode = "201", description = "The draft")
    @APIResponseSchema(value = CampaignView.class, responseCode = "201")
    public Uni<Response> make(@NotNull @Valid NewCampaign request) {
        return staff.as(who -> brands.find(who.brand()).flatMap(brand -> {
            Campaign campaign = new Campaign();
            campaign.id = Ids.next(clock);
            campaign.brandId = who.brand();
            campaign.name = request.name();
            campaign.state = CampaignState.DRAFT;
            campaign.createdAt = clock.instant();
            campaign.look = request.looks();
            campaign.become(request.rules(campaign.id, brand.currency(), brand.timeZone()));
            return sessions.withTransaction(session -> session.persist(campaign)
                            .call(() -> audit.write(
                                    session,
                                    who,
                                    "campaign.make",
                                    campaign.id.toString(),
                                    new AuditChange(null, publication.view(campaign)))))
                    .replaceWith(() -> Response.status(Response.Status.CREATED)
                            .entity(publication.view(campaign))
                            .build());
        }));
    }

    /** Changes a campaign. */
    @PUT
    @Path("/{id}")
    @Operation(summary = "Change a campaign", description = """
                    A draft is replaced. A campaign that runs may change only to the advantage of those who take part: \
                    a later end, longer hours, higher limits or none, more people, another name. That makes a new \
                    version of its rules, which the public page lists with all before it.""")
    public Uni<CampaignView> change(@PathParam("id") UUID id, @NotNull @Valid NewCampaign request) {
        return staff.as(who -> brands.find(who.brand())
                .flatMap(brand ->
                        sessions.withTransaction(session -> session.find(Campaign.class, id, LockMode.PESSIMISTIC_WRITE)
                                .map(campaign -> own(who, campaign))
                                .call(campaign -> change(
                                        session,
                                        who,
                                        campaign,
                                        request,
                                        request.rules(campaign.id, brand.currency(), brand.timeZone())))))
                .invoke(changed -> cache.announce("brand", changed.brandId))
                .map(publication::view));
    }

    private Uni<Void> change(
            Mutiny.Session session, Staff who, Campaign campaign, NewCampaign request, CampaignRules changed) {
        CampaignView before = publication.view(campaign);
        Uni<Void> versioned = switch (campaign.state) {
            case ENDED -> throw new Problem(ProblemType.WRONG_STATE, "the campaign has ended");
            case DRAFT -> Uni.createFrom().voidItem();
            case RUNNING ->
                versions(session, campaign.id)
                        .flatMap(versions -> publication
                                .next(who, campaign, versions.get(versions.size() - 1), changed)
                                .map(next -> {
                                    checkRoom(versions);
                                    campaign.commitment = next.commitment;
                                    return session.persist(next);
                                })
                                .orElse(Uni.createFrom().voidItem()));
        };
        return versioned
                .invoke(() -> {
                    campaign.name = request.name();
                    campaign.look = request.looks();
                    campaign.become(changed);
                })
                .call(() -> audit.write(
                        session,
                        who,
                        "campaign.change",
                        campaign.id.toString(),
                        new AuditChange(before, publication.view(campaign))));
    }

    /** Lists the campaigns, in the order in which they were made. */
    @GET
    @Operation(summary = "List the campaigns")
    public Uni<Page<CampaignView>> list(
            @QueryParam("limit") @DefaultValue(Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit,
            @Nullable @QueryParam("after") UUID after) {
        return staff.as(who -> sessions.withSession(session -> session.createSelectionQuery(LIST, Campaign.class)
                        .setParameter("brand", who.brand())
                        .setParameter("after", after == null ? START : after)
                        .setMaxResults(limit)
                        .getResultList())
                .map(campaigns -> new Page<>(
                        campaigns.stream().map(publication::view).toList(),
                        campaigns.size() < limit
                                ? null
                                : campaigns.get(limit - 1).id.toString())));
    }

    /** Shows one campaign. */
    @GET
    @Path("/{id}")
    @Operation(summary = "Show a campaign")
    public Uni<CampaignView> show(@PathParam("id") UUID id) {
        return staff.as(who -> find(who, id).map(publication::view));
    }

    /** Publishes a draft. */
    @POST
    @Path("/{id}/publish")
    @Operation(
            summary = "Publish a campaign",
            description =
                    "Freezes the rules, funds the pool, and commits to the draw. Publishing again changes nothing.")
    public Uni<CampaignView> publish(@PathParam("id") UUID id) {
        return staff.as(who -> find(who, id)
                .flatMap(campaign -> publication.publish(who, campaign))
                .invoke(published -> cache.announce("brand", who.brand()))
                .flatMap(published -> find(who, id))
                .map(publication::view));
    }

    /** Ends a running campaign. */
    @POST
    @Path("/{id}/end")
    @Operation(
            summary = "End a campaign",
            description =
                    "Closes the pool, returns what is left of it, and reveals the seed. Ending again changes nothing.")
    public Uni<CampaignView> end(@PathParam("id") UUID id) {
        return staff.as(who -> find(who, id)
                .flatMap(campaign -> publication.end(who, campaign))
                .invoke(ended -> cache.announce("brand", who.brand()))
                .flatMap(ended -> find(who, id))
                .map(publication::view));
    }

    /** Exports the draws. */
    @GET
    @Path("/{id}/draws")
    @Produces("text/csv")
    @Operation(
            summary = "Export the claim positions",
            description = "CSV by position, without personal data: position, line, kind, amount, unit, claimedAt.")
    @APIResponse(
            responseCode = "200",
            description = "One row a claim; line, kind and amount are empty where nothing was won")
    public Multi<String> draws(@PathParam("id") UUID id) {
        return staff.as(who -> find(who, id)).onItem().transformToMulti(campaign -> publication.draws(campaign.id));
    }

    /** The versions of a campaign's rules, the first one first. */
    public static Uni<List<RulesVersion>> versions(Mutiny.Session session, UUID campaign) {
        return session.createSelectionQuery(VERSIONS, RulesVersion.class)
                .setParameter("campaign", campaign)
                .getResultList();
    }

    private static void checkRoom(List<RulesVersion> versions) {
        if (versions.size() >= VERSIONS_MAX) {
            throw new Problem(
                    ProblemType.WRONG_STATE,
                    "the rules have " + VERSIONS_MAX + " versions, which all stay on the campaign's page: end it and"
                            + " publish another");
        }
    }

    private Uni<Campaign> find(Staff who, UUID id) {
        return sessions.withSession(session -> session.find(Campaign.class, id)).map(campaign -> own(who, campaign));
    }

    /** The campaign itself if it is the brand's; fails with a problem otherwise. */
    static Campaign own(Staff who, @Nullable Campaign campaign) {
        if (campaign == null || !campaign.brandId.equals(who.brand())) {
            throw new Problem(ProblemType.NOT_FOUND);
        }
        return campaign;
    }
}
