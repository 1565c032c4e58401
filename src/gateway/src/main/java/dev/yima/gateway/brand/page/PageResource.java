package dev.yima.gateway.brand.page;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;

/** The base of resources that answer with pages. */
public abstract class PageResource {
    /** The HTTP answer with a page, to which more headers may be added. */
    protected static ResponseBuilder answer(WebPage page) {
        ResponseBuilder answer = Response.status(page.status()).entity(page.html());
        page.headers().forEach(answer::header);
        return answer;
    }
}
