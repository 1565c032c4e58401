package dev.yima.gateway.brand.page;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.yima.gateway.brand.HostBrand;
import dev.yima.gateway.platform.crypto.DeploymentSecret;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The identity of the service that answers under an address: whoever prints codes asks it whether they lead here. */
@Path("/.well-known/yima")
@Tag(name = "Public")
@NonBlocking
public class ServiceIdentityResource {
    private static final String LABEL = "yima/service-id/1";
    private static final int ID_BYTES = 8;

    private final HostBrand brands;
    private final String id;

    ServiceIdentityResource(HostBrand brands, DeploymentSecret secret) {
        this.brands = brands;
        byte[] mac = secret.key(LABEL).code(LABEL.getBytes(US_ASCII));
        this.id = HexFormat.of().formatHex(Arrays.copyOf(mac, ID_BYTES));
    }

    /**
     * The identity of a service.
     *
     * @param service the id of the deployment, the same in all replicas; says nothing else
     * @param brandId the brand that owns the host; null for the deployment's own host
     * @param brand its name
     */
    @Schema(name = "ServiceIdentity")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record IdentityView(
            @Schema(examples = "3f1c9a6be07d4452") String service,
            @Nullable UUID brandId,
            @Nullable @Schema(examples = "Golden Cola") String brand) {}

    /** Tells which service answers here, and for which brand. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Tell which service answers under this address",
            description = "For those who print codes: the address in them must lead to the service that knows them. No"
                    + " code is named, so nothing counts as a scan.")
    @APIResponse(responseCode = "200", description = "The deployment, and the brand whose host it is")
    @APIResponseSchema(value = IdentityView.class, responseCode = "200")
    public Uni<Response> identity(@Context HttpServerRequest http) {
        return brands.of(http)
                .map(brand -> new IdentityView(
                        id,
                        brand.map(found -> found.id()).orElse(null),
                        brand.map(found -> found.name()).orElse(null)))
                .map(view -> Response.ok(view)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }
}
