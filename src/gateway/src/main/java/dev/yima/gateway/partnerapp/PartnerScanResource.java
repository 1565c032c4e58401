package dev.yima.gateway.partnerapp;

import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.partnerapp.action.CaseOpeningFlow;
import dev.yima.gateway.partnerapp.action.GoodsReceiptFlow;
import dev.yima.gateway.partnerapp.action.PartnerItemReader;
import dev.yima.gateway.partnerapp.action.PromoterAssignmentFlow;
import dev.yima.gateway.partnerapp.action.PromoterClaimFlow;
import dev.yima.gateway.visitor.VisitorRequests;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Acts of partners' employees on scanned codes, for programs. The cookie of consumers tells who they are. */
@Path("/api/v1/partner")
@Tag(name = "Partner")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Cancellable(false)
public class PartnerScanResource {
    private final PartnerItemReader items;
    private final GoodsReader goods;
    private final GoodsReceiptFlow receipts;
    private final CaseOpeningFlow openings;
    private final PromoterAssignmentFlow assignments;
    private final PromoterClaimFlow claims;
    private final VisitorRequests visitors;

    PartnerScanResource(
            PartnerItemReader items,
            GoodsReader goods,
            GoodsReceiptFlow receipts,
            CaseOpeningFlow openings,
            PromoterAssignmentFlow assignments,
            PromoterClaimFlow claims,
            VisitorRequests visitors) {
        this.items = items;
        this.goods = goods;
        this.receipts = receipts;
        this.openings = openings;
        this.assignments = assignments;
        this.claims = claims;
        this.visitors = visitors;
    }

    /**
     * A scanned code.
     *
     * @param code the code, or what the camera read
     * @param partnerId the store, where the employee works at several
     */
    public record Scanned(
            @NotNull @Size(max = 2_048) @Schema(examples = "8KX2W5P3N7QRM4T1")
            String code,

            @Nullable UUID partnerId) {}

    /**
     * An opened case.
     *
     * @param partnerId the store that opened it
     * @param store the store's name
     * @param openedAt the time of the opening
     * @param already whether the store had opened it before: nothing was done now
     * @param reward the reward of the employee who asks; null for none
     */
    @Schema(name = "OpenedCase")
    public record OpenedCase(
            UUID partnerId,
            String store,
            Instant openedAt,
            boolean already,
            @Nullable Reward reward) {}

    /**
     * Assignment of a promoter.
     *
     * @param mine whether this employee is the promoter; false when another one was first
     */
    @Schema(name = "GuideBond")
    public record Assignment(boolean mine) {}

    /**
     * Receipt of goods.
     *
     * @param partnerId the partner that received them
     * @param partner its name
     * @param at the time of the first receipt
     * @param already whether they had been received before: nothing was done now
     */
    @Schema(name = "PartnerReceipt")
    public record Arrived(
            UUID partnerId,
            @Schema(examples = "Corner shop, Renmin Road") String partner,
            Instant at,
            boolean already) {}

    /** Shows the goods of a code to an employee. */
    @GET
    @Path("/codes/{code}")
    @Operation(
            summary = "Look at a code as one who sells it",
            description = "What is in it, where it should be, and whether its case was opened. Outer codes never pay.")
    public Uni<GoodsView> code(@PathParam("code") String code, @Context HttpServerRequest http) {
        return items.read(visitors.employee(http), code).flatMap(goods::view);
    }

    /** Receives goods. */
    @POST
    @Path("/receipts")
    @Operation(
            summary = "Receive goods that were sent to where I work",
            description = "A box, a case or a pallet with all that is in it. The same again changes nothing,"
                    + " and says so.")
    public Uni<Arrived> receive(@NotNull @Valid Scanned scanned, @Context HttpServerRequest http) {
        return receipts.receive(visitors.employee(http), scanned.code(), scanned.partnerId())
                .map(receipt -> new Arrived(receipt.partner(), receipt.name(), receipt.at(), receipt.already()));
    }

    /** Opens a case. */
    @POST
    @Path("/openings")
    @Operation(summary = "Open a case", description = """
                    By the code inside it. From then on the store is paid when what was in it is drunk. The opening's \
                    reward is paid, if the code's campaign has one. The first store keeps it; the same store again \
                    is answered the same, with `already`.""")
    public Uni<OpenedCase> open(@NotNull @Valid Scanned scanned, @Context HttpServerRequest http) {
        return openings.open(visitors.employee(http), scanned.code(), scanned.partnerId())
                .map(opened -> new OpenedCase(
                        opened.store(), opened.storeName(), opened.at(), opened.already(), opened.reward()));
    }

    /** Makes the employee the promoter of a code. */
    @POST
    @Path("/guides")
    @Operation(
            summary = "Stand for an item or a case as its guide",
            description = "The guide is paid in the commit of the consumer's claim. The first one stays.")
    public Uni<Assignment> assignPromoter(@NotNull @Valid Scanned scanned, @Context HttpServerRequest http) {
        return assignments
                .assignPromoter(visitors.employee(http), scanned.code(), scanned.partnerId())
                .map(Assignment::new);
    }

    /** Claims a promoter's reward. */
    @POST
    @Path("/claims")
    @Operation(
            summary = "Claim a guide's reward for a cap that a guest has claimed",
            description = "For caps of cases that the guide's store opened; once for each cap.")
    public Uni<Reward> claim(@NotNull @Valid Scanned scanned, @Context HttpServerRequest http) {
        return claims.claim(visitors.employee(http), scanned.code(), scanned.partnerId());
    }
}
