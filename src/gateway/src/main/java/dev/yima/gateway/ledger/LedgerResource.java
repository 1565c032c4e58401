package dev.yima.gateway.ledger;

import dev.yima.gateway.ledger.LedgerCheck.LawResult;
import dev.yima.gateway.platform.CurrentStaff;
import dev.yima.gateway.platform.Staff;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The books. */
@Path("/api/v1/ledger")
@Tag(name = "Ledger")
@RolesAllowed(Staff.ROLE)
@NonBlocking
public class LedgerResource {
    private final LedgerCheck check;
    private final CurrentStaff staff;

    LedgerResource(LedgerCheck check, CurrentStaff staff) {
        this.check = check;
        this.staff = staff;
    }

    /**
     * The state of the books.
     *
     * @param balanced whether every law holds
     * @param laws each law
     */
    @Schema(name = "LedgerCheck")
    public record Report(boolean balanced, List<LawResult> laws) {}

    /** Runs the laws of money. */
    @GET
    @Path("/check")
    @Operation(summary = "Run the laws of money", description = "Each law is a query over all rows of the brand.")
    public Uni<Report> check() {
        return staff.as(who -> check.run(who.brand()))
                .map(laws -> new Report(laws.stream().allMatch(LawResult::holds), laws));
    }
}
