package dev.yima.gateway.lot.handover;

import dev.yima.gateway.brand.BrandRepository;
import dev.yima.gateway.lot.handover.CodeHandover.Policy;
import dev.yima.gateway.lot.handover.CodeHandover.PolicyView;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.Base64;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The handover policy of a brand. */
@Path("/api/v1/custody")
@Tag(name = "Custody")
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class HandoverPolicyResource {
    private final CodeHandoverRepository handovers;
    private final BrandRepository brands;
    private final CurrentStaff staff;

    HandoverPolicyResource(CodeHandoverRepository handovers, BrandRepository brands, CurrentStaff staff) {
        this.handovers = handovers;
        this.brands = brands;
        this.staff = staff;
    }

    /** Shows the brand's handover policy. */
    @GET
    @Operation(summary = "Show how codes are handled", description = "And the key that manifests are signed with.")
    public Uni<PolicyView> policy() {
        return staff.as(this::policyOf);
    }

    /** Changes the brand's handover policy. */
    @PUT
    @RolesAllowed(Staff.OWNER)
    @Operation(summary = "Allow or forbid plain copies", description = "Only for owners. Audited.")
    public Uni<PolicyView> setPolicy(@NotNull @Valid Policy request) {
        return staff.as(who -> handovers.plainCopies(who, request.plainCopies()).flatMap(done -> policyOf(who)));
    }

    private Uni<PolicyView> policyOf(Staff who) {
        return Uni.combine()
                .all()
                .unis(handovers.plainCopies(who.brand()), brands.key(who.brand()))
                .with((plain, key) ->
                        new PolicyView(plain, base64(key.manifestKey().publicKey())));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
