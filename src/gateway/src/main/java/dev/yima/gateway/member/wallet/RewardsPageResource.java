package dev.yima.gateway.member.wallet;

import dev.yima.gateway.brand.BrandRepository;
import dev.yima.gateway.brand.page.PageLayout;
import dev.yima.gateway.brand.page.PageRenderer;
import dev.yima.gateway.brand.page.PageResource;
import dev.yima.gateway.brand.page.WebPage;
import dev.yima.gateway.visitor.Visitor;
import dev.yima.gateway.visitor.VisitorRequests;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
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
    private final MemberWallet wallet;
    private final BrandRepository brands;
    private final PageRenderer pages;

    RewardsPageResource(VisitorRequests visitors, MemberWallet wallet, BrandRepository brands, PageRenderer pages) {
        this.visitors = visitors;
        this.wallet = wallet;
        this.brands = brands;
        this.pages = pages;
    }

    @CheckedTemplate(basePath = "")
    static class Templates {
        static native TemplateInstance rewards(PageLayout shell, MemberWallet.Contents wallet, String formToken);
    }

    /** Shows the wallet. */
    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(summary = "What I have, as a page", description = "The page that tells what `GET /api/v1/me` tells.")
    public Uni<Response> rewards(
            @Nullable @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) String acceptLanguage,
            @Context HttpServerRequest http) {
        Locale locale = PageRenderer.language(acceptLanguage);
        return page(visitors.person(http), locale)
                .onFailure()
                .recoverWithUni(failure -> pages.sorry(failure, locale))
                .map(page -> answer(page).build());
    }

    private Uni<WebPage> page(Visitor visitor, Locale locale) {
        if (!visitor.known() || visitor.brand() == null) {
            return wallet.of(visitor)
                    .flatMap(empty -> pages.page(200, locale, null, shell -> Templates.rewards(shell, empty, "")));
        }
        return Uni.combine()
                .all()
                .unis(brands.find(visitor.brand()), wallet.of(visitor))
                .asTuple()
                .flatMap(found -> pages.page(
                        200,
                        locale,
                        found.getItem1(),
                        shell -> Templates.rewards(shell, found.getItem2(), visitors.formToken(visitor))));
    }
}
