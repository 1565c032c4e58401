package dev.yima.gateway.scan.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.gateway.brand.HostBrand;
import dev.yima.gateway.brand.page.PageLayout;
import dev.yima.gateway.brand.page.PageRenderer;
import dev.yima.gateway.brand.page.PageResource;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The address without a code: the page of the brand that owns the host, where a code can be typed. */
@Path("/")
@NonBlocking
public class HomePageResource extends PageResource {
    private static final int CODE_LENGTH_MAX = 256;

    private final HostBrand brands;
    private final PageRenderer pages;

    HomePageResource(HostBrand brands, PageRenderer pages) {
        this.brands = brands;
        this.pages = pages;
    }

    @CheckedTemplate(basePath = "")
    static class Templates {
        static native TemplateInstance home(PageLayout shell);
    }

    /** Shows the page, or leads to that of the code that was typed. */
    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Uni<Response> home(@Nullable @QueryParam("code") String code, @Context HttpServerRequest http) {
        if (code != null && !code.isBlank() && code.length() <= CODE_LENGTH_MAX) {
            String address = "/" + URLEncoder.encode(code.strip(), UTF_8).replace("+", "%20");
            return Uni.createFrom()
                    .item(Response.status(Response.Status.SEE_OTHER)
                            .header(HttpHeaders.LOCATION, address)
                            .build());
        }
        Locale locale = PageRenderer.language(http.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        return brands.of(http)
                .flatMap(brand -> pages.page(200, locale, brand.orElse(null), Templates::home))
                .map(page -> answer(page).build());
    }
}
