package dev.yima.gateway.supply.trace;

import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.supply.ScannedCodes;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Route of one code. */
@Path("/api/v1/packs/{code}/route")
@Tag(name = "Movements")
@RolesAllowed(Staff.ROLE)
@NonBlocking
public class RouteResource {
    private final TraceQuery trace;
    private final ScannedCodes codes;
    private final CurrentStaff staff;

    RouteResource(TraceQuery trace, ScannedCodes codes, CurrentStaff staff) {
        this.trace = trace;
        this.codes = codes;
        this.staff = staff;
    }

    /** Shows the route of a code. */
    @GET
    @Operation(
            summary = "Show the route of a code",
            description = "All movements of it and of what it is in, in the order of time, the latest 1,000; and who"
                    + " has it now, null for the brand itself.")
    public Uni<Route> route(@PathParam("code") String text) {
        return staff.as(who -> codes.find(who, text).flatMap(code -> trace.of(who.brand(), code)));
    }
}
