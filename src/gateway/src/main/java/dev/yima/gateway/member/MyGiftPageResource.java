package dev.yima.gateway.member;

import dev.yima.gateway.member.Gifts.Address;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The winner of a gift says where it goes, on the page of their rewards. */
@Path("/my/rewards/{id}/address")
@NonBlocking
@Cancellable(false)
public class MyGiftPageResource {
    private final People people;
    private final Gifts gifts;
    private final Validator validator;

    MyGiftPageResource(People people, Gifts gifts, Validator validator) {
        this.people = people;
        this.gifts = gifts;
        this.validator = validator;
    }

    /** Says where; an address that is none leads back to the form, which says what it wants. */
    @POST
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Uni<Response> address(
            @PathParam("id") UUID id,
            @Nullable @CookieParam(People.COOKIE) String cookie,
            @FormParam("name") String name,
            @FormParam("phone") String phone,
            @FormParam("address") String address) {
        Address told = new Address(name, phone, address);
        Set<ConstraintViolation<Address>> faults = validator.validate(told);
        Uni<Void> done = faults.isEmpty()
                ? gifts.address(people.of(cookie), id, told)
                : Uni.createFrom().voidItem();
        return done.map(said -> Response.status(Response.Status.SEE_OTHER)
                .header(HttpHeaders.LOCATION, "/my/rewards")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build());
    }
}
