package dev.yima.gateway.member.wallet;

import dev.yima.gateway.brand.page.PageRenderer;
import dev.yima.gateway.brand.page.PageResource;
import dev.yima.gateway.member.wallet.MemberWallet.Entry;
import dev.yima.gateway.platform.http.Form;
import dev.yima.gateway.reward.gift.GiftAddress;
import dev.yima.gateway.reward.gift.GiftDelivery;
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
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The form for the address of a gift, on the page of its winner's rewards. */
@Path("/my/rewards/{id}/address")
@NonBlocking
@Cancellable(false)
public class GiftAddressPageResource extends PageResource {
    private static final String REWARDS = "/my/rewards";

    private final VisitorRequests visitors;
    private final GiftDelivery gifts;
    private final Validator validator;
    private final RewardsPages rewards;
    private final PageRenderer pages;

    GiftAddressPageResource(
            VisitorRequests visitors,
            GiftDelivery gifts,
            Validator validator,
            RewardsPages rewards,
            PageRenderer pages) {
        this.visitors = visitors;
        this.gifts = gifts;
        this.validator = validator;
        this.rewards = rewards;
        this.pages = pages;
    }

    /** Takes the address; one that is not valid is shown again in the form, with what is wrong. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Uni<Response> address(
            @PathParam("id") UUID id,
            byte @Nullable [] body,
            @Nullable @HeaderParam(HttpHeaders.ACCEPT_LANGUAGE) String acceptLanguage,
            @Context HttpServerRequest http) {
        Locale locale = PageRenderer.language(acceptLanguage);
        return Uni.createFrom()
                .item(() -> Form.read(body))
                .map(form -> new GiftAddress(form.text("name"), form.text("phone"), form.text("address")))
                .flatMap(address -> setAddress(visitors.person(http), id, address, locale))
                .onFailure()
                .recoverWithUni(failure -> pages.sorry(failure, locale, REWARDS)
                        .map(page -> answer(page).build()));
    }

    private Uni<Response> setAddress(Visitor visitor, UUID gift, GiftAddress address, Locale locale) {
        if (!validator.validate(address).isEmpty()) {
            return rewards.page(visitor, 400, new Entry(gift, address), locale)
                    .map(page -> answer(page).build());
        }
        return gifts.setAddress(visitor, gift, address)
                .map(done -> Response.status(Response.Status.SEE_OTHER)
                        .header(HttpHeaders.LOCATION, REWARDS)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }
}
