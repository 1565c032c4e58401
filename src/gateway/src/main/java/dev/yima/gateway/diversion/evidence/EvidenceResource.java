package dev.yima.gateway.diversion.evidence;

import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.gateway.brand.BrandRepository;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.supply.ScannedCodes;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Evidence about a case, as JSON and as a PDF. */
@Path("/api/v1/diversions/cases/{code}/evidence")
@Tag(name = "Diversions")
@RolesAllowed(Staff.ROLE)
@NonBlocking
public class EvidenceResource {
    private static final String PDF = "application/pdf";

    private final EvidenceReader reader;
    private final BrandRepository brands;
    private final ScannedCodes codes;
    private final CurrentStaff staff;

    EvidenceResource(EvidenceReader reader, ScannedCodes codes, BrandRepository brands, CurrentStaff staff) {
        this.reader = reader;
        this.brands = brands;
        this.codes = codes;
        this.staff = staff;
    }

    /** Shows the evidence. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Show what is known of a case",
            description = "The rule with its numbers, the route, and the scans with what was packed into what. As a PDF"
                    + " with a map with `Accept: application/pdf`.")
    public Uni<Evidence> show(@PathParam("code") String text) {
        return evidence(text);
    }

    /** Gives the evidence as a PDF. */
    @GET
    @Produces(PDF + ";qs=0.5")
    @APIResponse(responseCode = "200", content = @Content(mediaType = PDF, schema = @Schema(format = "binary")))
    public Uni<Response> print(@PathParam("code") String text) {
        return evidence(text)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(EvidencePdf::of)
                .map(bytes -> Response.ok(bytes, PDF)
                        .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"evidence.pdf\"")
                        .build());
    }

    private Uni<Evidence> evidence(String text) {
        if (!(CodeReader.read(text) instanceof Wellformed)) {
            throw Problem.malformedCode();
        }
        return staff.as(who -> codes.of(who, List.of(text))
                .map(lots -> lots.find(text).orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)))
                .flatMap(code -> brands.find(who.brand()).flatMap(brand -> reader.of(brand, code))));
    }
}
