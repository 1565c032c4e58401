package dev.yima.gateway.reward.gift;

import dev.yima.gateway.brand.page.PageRenderer;
import dev.yima.gateway.brand.page.PageResource;
import dev.yima.gateway.platform.http.Form;
import dev.yima.gateway.reward.gift.GiftRepository.Address;
import dev.yima.gateway.visitor.Visitor;
import dev.yima.gateway.visitor.VisitorCookies;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Validator;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The winner of a gift says where it goes, on the page of their rewards. */
@Path("/my/rewards/{id}/address")
@NonBlocking
@Cancellable(false)
public class MyGiftPageResource extends PageResource {
    private static final String REWARDS = "/my/rewards";

    private final VisitorCookies people;
    private final GiftRepository gifts;
    private final Validator validator;
    private final PageRenderer pages;

    MyGiftPageResource(VisitorCookies people, GiftRepository gifts, Validator validator, PageRenderer pages) {
        this.people = people;
        this.gifts = gifts;
        this.validator = validator;
        this.pages = pages;
    }

    /** Says where; an address that is none leads back to the form, which says what it wants. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Uni<Response> address(
            @PathParam("id") UUID id,
            byte @Nullable [] body,
            @Nullable @CookieParam(VisitorCookies.COOKIE) String cookie,
            @Nullable @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) String acceptLanguage) {
        return Uni.createFrom()
                .item(() -> Form.read(body))
                .flatMap(form -> told(people.of(cookie), id, form))
                .map(done -> Response.status(Response.Status.SEE_OTHER)
                        .header(HttpHeaders.LOCATION, REWARDS)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build())
                .onFailure()
                .recoverWithUni(failure -> pages.sorry(failure, PageRenderer.language(acceptLanguage), REWARDS)
                        .map(page -> answer(page).build()));
    }

    private Uni<Void> told(Visitor person, UUID gift, Form form) {
        Address told = new Address(form.text("name"), form.text("phone"), form.text("address"));
        return validator.validate(told).isEmpty()
                ? gifts.address(person, gift, told)
                : Uni.createFrom().voidItem();
    }
}
