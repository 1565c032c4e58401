package dev.yima.gateway.reward.gift;

import dev.yima.gateway.brand.page.PageRenderer;
import dev.yima.gateway.brand.page.PageResource;
import dev.yima.gateway.platform.http.Form;
import dev.yima.gateway.visitor.Visitor;
import dev.yima.gateway.visitor.VisitorRequests;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Validator;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The form for the address of a gift, on the page of its winner's rewards. */
@Path("/my/rewards/{id}/address")
@NonBlocking
@Cancellable(false)
public class MyGiftPageResource extends PageResource {
    private static final String REWARDS = "/my/rewards";

    private final VisitorRequests visitors;
    private final GiftDelivery gifts;
    private final Validator validator;
    private final PageRenderer pages;

    MyGiftPageResource(VisitorRequests visitors, GiftDelivery gifts, Validator validator, PageRenderer pages) {
        this.visitors = visitors;
        this.gifts = gifts;
        this.validator = validator;
        this.pages = pages;
    }

    /** Takes the address; one that is not valid leads back to the form, whose fields say what they accept. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Uni<Response> address(
            @PathParam("id") UUID id,
            byte @Nullable [] body,
            @Nullable @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) String acceptLanguage,
            @Context HttpServerRequest http) {
        return Uni.createFrom()
                .item(() -> Form.read(body))
                .flatMap(form -> setAddress(visitors.person(http), id, form))
                .map(done -> Response.status(Response.Status.SEE_OTHER)
                        .header(HttpHeaders.LOCATION, REWARDS)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build())
                .onFailure()
                .recoverWithUni(failure -> pages.sorry(failure, PageRenderer.language(acceptLanguage), REWARDS)
                        .map(page -> answer(page).build()));
    }

    private Uni<Void> setAddress(Visitor visitor, UUID gift, Form form) {
        GiftAddress address = new GiftAddress(form.text("name"), form.text("phone"), form.text("address"));
        return validator.validate(address).isEmpty()
                ? gifts.setAddress(visitor, gift, address)
                : Uni.createFrom().voidItem();
    }
}
