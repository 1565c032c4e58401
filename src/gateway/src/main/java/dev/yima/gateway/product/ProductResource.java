package dev.yima.gateway.product;

import dev.yima.codec.Gtin;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.platform.http.Page;
import dev.yima.gateway.platform.http.PlainText;
import dev.yima.gateway.platform.staff.AuditChange;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Products of a brand, with their trade item numbers. */
@Path("/api/v1/products")
@Tag(name = "Products")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class ProductResource {
    private static final String LIST = """
            FROM Product WHERE brandId = :brand AND id > :after ORDER BY id""";
    private static final UUID START = new UUID(0, 0);

    private final Mutiny.SessionFactory sessions;
    private final CurrentStaff staff;
    private final AuditLog audit;
    private final Clock clock;

    ProductResource(Mutiny.SessionFactory sessions, CurrentStaff staff, AuditLog audit, Clock clock) {
        this.sessions = sessions;
        this.staff = staff;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A product to be made.
     *
     * @param name its name
     * @param gtin its trade item number, with a correct check digit
     */
    public record NewProduct(
            @NotNull @PlainText @Schema(examples = "Spring Water 500 ml")
            String name,

            @Nullable @Size(max = 14) @Schema(examples = "6901234567892")
            String gtin) {}

    /**
     * A product.
     *
     * @param id its id
     * @param name its name
     * @param gtin its trade item number, 14 digits
     * @param createdAt the time of its creation
     */
    @Schema(name = "Product")
    public record ProductView(
            UUID id,
            @Schema(examples = "Spring Water 500 ml") String name,
            @Nullable @Schema(examples = "06901234567892") String gtin,
            Instant createdAt) {
        static ProductView of(Product product) {
            return new ProductView(product.id, product.name, product.gtin, product.createdAt);
        }
    }

    /** Makes a product. */
    @POST
    @Operation(summary = "Make a product")
    @APIResponse(responseCode = "201", description = "The product")
    @APIResponseSchema(value = ProductView.class, responseCode = "201")
    public Uni<Response> make(@NotNull @Valid NewProduct request) {
        return staff.as(who -> {
            Product product = new Product();
            product.id = Ids.next(clock);
            product.brandId = who.brand();
            product.name = request.name();
            product.gtin = request.gtin() == null ? null : gtin(request.gtin());
            product.createdAt = clock.instant();
            String id = product.id.toString();
            return sessions.withTransaction(session -> session.persist(product)
                            .call(() -> audit.write(session, who, "product.make", id, new AuditChange(null, request))))
                    .replaceWith(() -> Response.status(Response.Status.CREATED)
                            .entity(ProductView.of(product))
                            .build());
        });
    }

    /** Lists the products, in the order in which they were made. */
    @GET
    @Operation(summary = "List the products")
    public Uni<Page<ProductView>> list(
            @QueryParam("limit") @DefaultValue(Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit,
            @Nullable @QueryParam("after") UUID after) {
        return staff.as(who -> sessions.withSession(session -> session.createSelectionQuery(LIST, Product.class)
                        .setParameter("brand", who.brand())
                        .setParameter("after", after == null ? START : after)
                        .setMaxResults(limit)
                        .getResultList())
                .map(products -> new Page<>(
                        products.stream().map(ProductView::of).toList(),
                        products.size() < limit
                                ? null
                                : products.get(limit - 1).id.toString())));
    }

    /** Shows one product. */
    @GET
    @Path("/{id}")
    @Operation(summary = "Show a product")
    public Uni<ProductView> show(@PathParam("id") UUID id) {
        return staff.as(who -> sessions.withSession(session -> session.find(Product.class, id))
                .map(product -> {
                    if (product == null || !product.brandId.equals(who.brand())) {
                        throw new Problem(ProblemType.NOT_FOUND);
                    }
                    return ProductView.of(product);
                }));
    }

    private static String gtin(String text) {
        return Gtin.read(text)
                .map(Gtin::digits)
                .orElseThrow(
                        () -> Problem.invalid("gtin", "must be 8, 12, 13 or 14 digits with a correct check digit"));
    }
}
