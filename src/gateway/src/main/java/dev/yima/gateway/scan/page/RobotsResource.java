package dev.yima.gateway.scan.page;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Keeps crawlers out (RFC 9309): a code is for the one who holds the item, not for a search engine. */
@Path("/robots.txt")
@NonBlocking
public class RobotsResource {
    private static final String NOBODY = "User-agent: *\nDisallow: /\n";

    /** Forbids every address to crawlers. */
    @GET
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(hidden = true)
    public Uni<String> robots() {
        return Uni.createFrom().item(NOBODY);
    }
}
