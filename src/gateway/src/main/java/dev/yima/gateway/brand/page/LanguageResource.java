package dev.yima.gateway.brand.page;

import dev.yima.gateway.platform.config.PublicAddress;
import dev.yima.gateway.platform.http.ClientAddresses;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URISyntaxException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The language that a reader has chosen on a page, kept in a cookie. It goes before what their browser prefers. */
@Path("/language/{tag: en|zh-CN}")
@NonBlocking
public class LanguageResource {
    private static final String COOKIE = "yima_language";
    private static final String SECURE_COOKIE = "__Host-" + COOKIE;
    private static final int YEAR_SECONDS = 31_536_000;

    /** After the check of the headers, before anything that reads them. */
    private static final int PRIORITY = 900;

    private final PublicAddress publicAddress;

    LanguageResource(PublicAddress publicAddress) {
        this.publicAddress = publicAddress;
    }

    void register(@Observes Filters filters) {
        filters.register(this::prefer, PRIORITY);
    }

    private void prefer(RoutingContext context) {
        HttpServerRequest request = context.request();
        Cookie chosen = request.getCookie(ClientAddresses.isSecure(request, publicAddress) ? SECURE_COOKIE : COOKIE);
        if (chosen != null
                && (chosen.getValue().equals("en") || chosen.getValue().equals("zh-CN"))) {
            request.headers().set(HttpHeaders.ACCEPT_LANGUAGE, chosen.getValue());
        }
        context.next();
    }

    /** Keeps the choice, and leads back to the page on which it was made. */
    @GET
    @Operation(hidden = true)
    public Response choose(
            @PathParam("tag") String tag,
            @Nullable @HeaderParam("Referer") String referer,
            @Context HttpServerRequest http) {
        boolean secure = ClientAddresses.isSecure(http, publicAddress);
        String cookie = (secure ? SECURE_COOKIE : COOKIE) + "=" + tag + "; Path=/; SameSite=Lax; HttpOnly; Max-Age="
                + YEAR_SECONDS + (secure ? "; Secure" : "");
        return Response.status(Response.Status.SEE_OTHER)
                .header("Location", back(referer))
                .header("Set-Cookie", cookie)
                .header("Cache-Control", "no-store")
                .build();
    }

    /** The address on this host: whatever site the header names, nobody is led away from here. */
    private static String back(@Nullable String referer) {
        try {
            URI page = referer == null ? URI.create("/") : new URI(referer);
            String path = page.getRawPath();
            if (path == null || !path.startsWith("/") || path.startsWith("//")) {
                return "/";
            }
            return page.getRawQuery() == null ? path : path + "?" + page.getRawQuery();
        } catch (URISyntaxException nonsense) {
            return "/";
        }
    }
}
