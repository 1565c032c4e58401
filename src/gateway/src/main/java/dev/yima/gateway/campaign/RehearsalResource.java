package dev.yima.gateway.campaign;

import dev.yima.engine.simulation.Rehearsal;
import dev.yima.gateway.brand.BrandRepository;
import dev.yima.gateway.brand.page.PageLayout;
import dev.yima.gateway.brand.page.PageRenderer;
import dev.yima.gateway.brand.page.PageResource;
import dev.yima.gateway.campaign.draft.Campaign;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Rehearsals of a campaign. */
@Path("/api/v1/campaigns/{id}/rehearse")
@Tag(name = "Campaigns")
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class RehearsalResource extends PageResource {
    private final Mutiny.SessionFactory sessions;
    private final BrandRepository brands;
    private final PageRenderer pages;
    private final CurrentStaff staff;
    private final Set<UUID> rehearsing = ConcurrentHashMap.newKeySet();
    private final ExecutorService oneByOne = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "yima-rehearsal");
        thread.setDaemon(true);
        return thread;
    });

    RehearsalResource(Mutiny.SessionFactory sessions, BrandRepository brands, PageRenderer pages, CurrentStaff staff) {
        this.sessions = sessions;
        this.brands = brands;
        this.pages = pages;
        this.staff = staff;
    }

    @CheckedTemplate(basePath = "")
    static class Templates {
        static native TemplateInstance rehearsal(PageLayout shell, RehearsalChart chart);
    }

    /** Rehearses a campaign. */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Rehearse a campaign",
            description =
                    "Plays it with the real draw and other seeds. Nothing is written. With `Accept: text/html` a page."
                            + " One of a brand at a time: while another is played, `overloaded`.")
    @APIResponse(
            responseCode = "200",
            description = "What it may cost",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = Rehearsal.Outcome.class)),
                @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(type = SchemaType.STRING))
            })
    public Uni<Rehearsal.Outcome> rehearse(@PathParam("id") UUID id, @NotNull @Valid RehearsalRequest request) {
        return staff.as(who -> find(who, id)).flatMap(campaign -> play(campaign, request));
    }

    /** Rehearses a campaign and draws a chart. */
    @POST
    @Produces("text/html;qs=0.5")
    @Operation(hidden = true)
    public Uni<Response> rehearsalPage(@PathParam("id") UUID id, @NotNull @Valid RehearsalRequest request) {
        return staff.as(who -> find(who, id)
                .flatMap(campaign -> brands.find(who.brand())
                        .flatMap(brand -> play(campaign, request)
                                .map(outcome -> RehearsalChart.of(campaign, outcome))
                                .flatMap(chart -> pages.page(
                                        200, Locale.ENGLISH, brand, shell -> Templates.rehearsal(shell, chart))))
                        .map(page -> answer(page).build())));
    }

    /**
     * One at a time in this replica, since it takes memory and seconds of all cores; and one of a brand, so that others
     * come next.
     */
    private Uni<Rehearsal.Outcome> play(Campaign campaign, RehearsalRequest request) {
        Rehearsal rehearsal = request.of(campaign.rules());
        if (!rehearsing.add(campaign.brandId)) {
            throw new Problem(ProblemType.OVERLOADED);
        }
        return Uni.createFrom()
                .item(() -> rehearsal.play(new SecureRandom()))
                .runSubscriptionOn(oneByOne)
                .onTermination()
                .invoke(() -> rehearsing.remove(campaign.brandId));
    }

    private Uni<Campaign> find(Staff who, UUID id) {
        return sessions.withSession(session -> session.find(Campaign.class, id))
                .map(campaign -> CampaignResource.own(who, campaign));
    }
}
