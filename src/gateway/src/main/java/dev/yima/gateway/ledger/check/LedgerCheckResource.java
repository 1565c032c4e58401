package dev.yima.gateway.ledger.check;

import dev.yima.gateway.ledger.check.CheckRequests.FullReport;
import dev.yima.gateway.ledger.check.Laws.Result;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Checks of the laws of money. */
@Path("/api/v1/ledger")
@Tag(name = "Ledger")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Staff.ROLE)
@NonBlocking
public class LedgerCheckResource {
    private final LedgerCheck check;
    private final CheckRequests requests;
    private final CurrentStaff staff;

    LedgerCheckResource(LedgerCheck check, CheckRequests requests, CurrentStaff staff) {
        this.check = check;
        this.requests = requests;
        this.staff = staff;
    }

    /**
     * The results of the laws.
     *
     * @param balanced whether every law holds
     * @param laws each law
     * @param sealedAt the moment of the last seal, since when every row was read; null where all were
     * @param chain the last link of the brand's chain of seals, in hexadecimal digits, for an auditor to keep; null
     *     before its first seal
     */
    @Schema(name = "LedgerCheck")
    public record Report(
            boolean balanced,
            List<Result> laws,
            @Nullable Instant sealedAt,
            @Nullable String chain) {}

    /** Runs the laws of money. */
    @GET
    @Path("/check")
    @Operation(summary = "Run the laws of money", description = """
                    Each law is a query over all rows of the brand that were written since the last seal, or over all \
                    where nothing is sealed. What was found when the seals were made is told with it.""")
    public Uni<Report> check() {
        return staff.as(who -> check.run(who.brand()))
                .map(report -> new Report(
                        report.results().stream().allMatch(Result::holds),
                        report.results(),
                        report.sealedAt(),
                        report.chain()));
    }

    /** Asks for a full check. */
    @POST
    @Path("/checks")
    @Operation(summary = "Check every row of the ledger", description = """
                    A job: every row against the laws and against the seals, and every account against its transfers. \
                    One runs at a time; it answers all that were asked for before it began.""")
    @APIResponse(responseCode = "202", description = "The check, or the one that the brand waits for already")
    @APIResponseSchema(value = FullReport.class, responseCode = "202")
    public Uni<Response> ask(@Nullable @Size(max = 128) @HeaderParam("Idempotency-Key") String requestKey) {
        return staff.as(who -> requests.ask(who.brand(), requestKey))
                .map(asked -> Response.accepted(asked).build());
    }

    /** Shows a full check. */
    @GET
    @Path("/checks/{id}")
    @Operation(summary = "Show a full check, and its results once it is done")
    public Uni<FullReport> show(@PathParam("id") UUID id) {
        return staff.as(who -> requests.find(who.brand(), id))
                .map(found -> found.orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)));
    }
}
