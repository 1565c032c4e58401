package dev.yima.gateway.campaign.page;

import dev.yima.gateway.brand.Brand;
import dev.yima.gateway.brand.BrandRepository;
import dev.yima.gateway.brand.page.PageLayout;
import dev.yima.gateway.brand.page.PageRenderer;
import dev.yima.gateway.brand.page.PageResource;
import dev.yima.gateway.brand.page.WebPage;
import dev.yima.gateway.campaign.CampaignResource;
import dev.yima.gateway.campaign.draft.Campaign;
import dev.yima.gateway.campaign.draft.CampaignState;
import dev.yima.gateway.campaign.publication.PublicCampaign;
import dev.yima.gateway.campaign.publication.Publication;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** The public page of a campaign; JSON and CSV for those who check it. */
@Path("/c/{id}")
@Tag(name = "Public")
@NonBlocking
public class CampaignPageResource extends PageResource {
    private final Mutiny.SessionFactory sessions;
    private final Publication publication;
    private final BrandRepository brands;
    private final PageRenderer pages;

    CampaignPageResource(
            Mutiny.SessionFactory sessions, Publication publication, BrandRepository brands, PageRenderer pages) {
        this.sessions = sessions;
        this.publication = publication;
        this.brands = brands;
        this.pages = pages;
    }

    @CheckedTemplate(basePath = "")
    static class Templates {
        static native TemplateInstance campaign(PageLayout shell, PublicCampaign campaign);
    }

    /** Shows the page. */
    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Uni<Response> page(
            @PathParam("id") UUID id, @Nullable @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) String acceptLanguage) {
        Locale locale = PageRenderer.language(acceptLanguage);
        return published(id)
                .flatMap(campaign -> brands.find(campaign.brandId).flatMap(brand -> page(campaign, brand, locale)))
                .onFailure()
                .recoverWithUni(failure -> pages.sorry(failure, locale))
                .map(page -> answer(page).build());
    }

    /** Tells what the page tells. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "What a campaign promises", description = """
                    Organiser, period, prizes and their numbers, the commitment to the draw and, once the campaign has \
                    ended, the seed: a page, or JSON when `Accept` asks for it.""")
    @APIResponse(
            responseCode = "200",
            description = "The campaign",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = PublicCampaign.class)),
                @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(type = SchemaType.STRING))
            })
    public Uni<PublicCampaign> show(@PathParam("id") UUID id) {
        return published(id).flatMap(campaign -> brands.find(campaign.brandId).flatMap(brand -> view(campaign, brand)));
    }

    /** Exports the draws of a campaign that has ended. */
    @GET
    @Path("draws")
    @Produces("text/csv")
    @Operation(
            summary = "Export the claim positions of a campaign that has ended",
            description = "What `GET /api/v1/campaigns/{id}/draws` gives staff at any time.")
    @APIResponse(
            responseCode = "200",
            description = "One row a claim; line, kind and amount are empty where nothing was won")
    public Multi<String> draws(@PathParam("id") UUID id) {
        return published(id).onItem().transformToMulti(campaign -> {
            if (campaign.state != CampaignState.ENDED) {
                throw new Problem(ProblemType.WRONG_STATE, "the draws are public when the campaign has ended");
            }
            return publication.publicDraws(campaign.id);
        });
    }

    private Uni<WebPage> page(Campaign campaign, Brand brand, Locale locale) {
        return view(campaign, brand)
                .flatMap(view -> pages.page(200, locale, brand, shell -> Templates.campaign(shell, view)));
    }

    private Uni<PublicCampaign> view(Campaign campaign, Brand brand) {
        return sessions.withSession(session -> CampaignResource.versions(session, campaign.id))
                .flatMap(versions -> publication.publicView(campaign, versions, brand));
    }

    /** A draft is nobody's business. */
    private Uni<Campaign> published(UUID id) {
        return sessions.withSession(session -> session.find(Campaign.class, id)).map(campaign -> {
            if (campaign == null || campaign.state == CampaignState.DRAFT) {
                throw new Problem(ProblemType.NOT_FOUND);
            }
            return campaign;
        });
    }
}
