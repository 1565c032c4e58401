package dev.yima.gateway.platform.rewrap;

import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The turning of the key-encryption key, for founders. */
@Path("/api/v1/kek")
@Tag(name = "Deployment")
@RolesAllowed(Staff.FOUNDER)
@NonBlocking
@Cancellable(false)
public class RewrapResource {
    private final Rewrap rewrap;
    private final CurrentStaff staff;

    RewrapResource(Rewrap rewrap, CurrentStaff staff) {
        this.rewrap = rewrap;
        this.staff = staff;
    }

    /** Seals secrets again under the current key. */
    @POST
    @Path("/rewrap")
    @Operation(
            summary = "Seal secrets under the current key-encryption key",
            description = "Only for founders. Some at a time: repeat it until nothing remains. Audited.")
    public Uni<RewrapReport> rewrap() {
        return staff.as(rewrap::next);
    }
}
