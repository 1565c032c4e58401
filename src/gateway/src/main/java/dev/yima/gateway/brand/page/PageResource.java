package dev.yima.gateway.brand.page;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** The base of resources that answer with pages. */
public abstract class PageResource {
    /** The HTTP answer with a page, to which more headers may be added. */
    protected static ResponseBuilder answer(WebPage page) {
        ResponseBuilder answer = Response.status(page.status()).entity(page.html());
        page.headers().forEach(answer::header);
        return answer;
    }

    /**
     * Sends the content of a page without its frame where {@code Prefer: return=minimal} asks for it (RFC 7240), as the
     * scripts of pages do: they have the frame.
     */
    static class MinimalPages {
        private static final String MINIMAL = "return=minimal";

        @ServerResponseFilter
        void shorten(ContainerRequestContext request, ContainerResponseContext response) {
            if (MINIMAL.equals(request.getHeaderString("Prefer")) && response.getEntity() instanceof String page) {
                int start = page.indexOf("<main");
                int end = page.lastIndexOf("</main>");
                if (start >= 0 && end > start) {
                    response.setEntity(page.substring(start, end + "</main>".length()));
                    response.getHeaders().putSingle("Preference-Applied", MINIMAL);
                }
            }
        }
    }
}
