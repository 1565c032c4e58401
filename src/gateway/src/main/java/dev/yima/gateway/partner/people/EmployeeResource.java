package dev.yima.gateway.partner.people;

import dev.yima.gateway.partner.Partner;
import dev.yima.gateway.partner.PartnerRepository;
import dev.yima.gateway.platform.http.Page;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The employees of a partner. */
@Path("/api/v1/partners/{partner}/people")
@Tag(name = "Partners")
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class EmployeeResource {
    private final Pool pool;
    private final PartnerRepository partners;
    private final EmployeeRepository employees;
    private final EmployeePins pins;
    private final CurrentStaff staff;
    private final AuditLog audit;
    private final Clock clock;

    EmployeeResource(
            Pool pool,
            PartnerRepository partners,
            EmployeeRepository employees,
            EmployeePins pins,
            CurrentStaff staff,
            AuditLog audit,
            Clock clock) {
        this.pool = pool;
        this.partners = partners;
        this.employees = employees;
        this.pins = pins;
        this.staff = staff;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * An employee of a partner.
     *
     * @param id the id of this employment, another one each time that somebody joins
     * @param name the name that they gave
     * @param role the name of their role
     * @param memberId the person, as the brand knows them
     * @param joinedAt the time of joining
     * @param leftAt the time of leaving; null while it lasts
     * @param wrongPins the number of wrong PINs that were tried as this person in the last thirty days
     */
    @Schema(name = "Colleague")
    public record View(
            UUID id,
            @Schema(examples = "Wang Fang") String name,
            @Schema(examples = "STORE") String role,
            UUID memberId,
            Instant joinedAt,
            @Nullable Instant leftAt,
            long wrongPins) {
        private static View of(Employee employee, Map<UUID, Long> wrongPins) {
            return new View(
                    employee.id(),
                    employee.name(),
                    employee.role().name(),
                    employee.member(),
                    employee.since(),
                    employee.until(),
                    wrongPins.getOrDefault(employee.member(), 0L));
        }
    }

    /** Lists the people. */
    @GET
    @Operation(
            summary = "List who works at a dealer or store, or did",
            description = "The latest first, at most " + Page.LIMIT_MAX + ".")
    public Uni<List<View>> people(@PathParam("partner") UUID partner) {
        return staff.as(who -> require(who, partner)
                .flatMap(found -> employees
                        .at(pool, who.brand(), partner, Page.LIMIT_MAX)
                        .flatMap(people -> pins.countWrong(
                                        people.stream().map(Employee::member).toList())
                                .map(wrong -> people.stream()
                                        .map(one -> View.of(one, wrong))
                                        .toList()))));
    }

    /** Ends somebody's role. */
    @DELETE
    @Path("/{id}")
    @Operation(summary = "End somebody's role", description = "From now on they earn and do nothing there. Audited.")
    public Uni<Void> leave(@PathParam("partner") UUID partner, @PathParam("id") UUID id) {
        return staff.as(who -> pool.withTransaction(tx -> employees
                .find(tx, who.brand(), partner, id)
                .flatMap(found -> {
                    Employee employee = found.orElseThrow(() -> new Problem(ProblemType.NOT_FOUND));
                    return employee.until() != null
                            ? Uni.createFrom().voidItem()
                            : employees
                                    .leave(tx, id, clock.instant())
                                    .flatMap(done -> audit.write(tx, who, "partner.leave", id.toString()));
                })));
    }

    /** Fails with {@code NOT_FOUND} unless the brand has the partner. */
    private Uni<Partner> require(Staff who, UUID partner) {
        return partners.find(pool, who.brand(), partner)
                .map(found -> found.orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)));
    }
}
