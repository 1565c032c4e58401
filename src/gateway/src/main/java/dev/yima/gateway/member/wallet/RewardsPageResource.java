package dev.yima.gateway.member.wallet;

import dev.yima.gateway.brand.page.PageRenderer;
import dev.yima.gateway.brand.page.PageResource;
import dev.yima.gateway.visitor.VisitorRequests;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The wallet of a visitor, as a page. */
@Path("/my/rewards")
@Tag(name = "Public")
@NonBlocking
public class RewardsPageResource extends PageResource {
    private final VisitorRequests visitors;
    private final RewardsPages rewards;
    private final PageRenderer pages;

    RewardsPageResource(VisitorRequests visitors, RewardsPages rewards, PageRenderer pages) {
        this.visitors = visitors;
        this.rewards = rewards;
        this.pages = pages;
    }

    /** Shows the wallet. */
    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(summary = "What I have, as a page", description = "The page that tells what `GET /api/v1/me` tells.")
    public Uni<Response> rewards(
            @Nullable @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) String acceptLanguage,
            @Context HttpServerRequest http) {
        Locale locale = PageRenderer.language(acceptLanguage);
        return rewards.page(visitors.person(http), 200, null, locale)
                .onFailure()
                .recoverWithUni(failure -> pages.sorry(failure, locale))
                .map(page -> answer(page).build());
    }
}
