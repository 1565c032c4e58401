package dev.yima.gateway.lot.catalogue;

import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Room of the deployment for further lots. */
@Path("/api/v1/lot-numbers")
@Tag(name = "Lots")
@RolesAllowed(Staff.ROLE)
@NonBlocking
public class LotNumbersResource {
    private final LotNumbers numbers;
    private final CurrentStaff staff;

    LotNumbersResource(LotNumbers numbers, CurrentStaff staff) {
        this.numbers = numbers;
        this.staff = staff;
    }

    /** Counts the lot numbers that are left. */
    @GET
    @Operation(
            summary = "Count the lot numbers that are left",
            description = "In the whole deployment, since a code has room for 1,048,576. A large lot with ranges uses"
                    + " one.")
    public Uni<LotNumbers.Usage> show() {
        return staff.as(who -> numbers.usage());
    }
}
