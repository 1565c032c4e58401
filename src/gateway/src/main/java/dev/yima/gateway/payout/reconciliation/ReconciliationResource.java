package dev.yima.gateway.payout.reconciliation;

import dev.yima.gateway.brand.BrandRepository;
import dev.yima.gateway.ledger.BookDay;
import dev.yima.gateway.payout.reconciliation.ReconciliationRepository.Day;
import dev.yima.gateway.payout.reconciliation.StatementQueue.BrandDay;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.http.Page;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Reconciliation of ledger, payouts and the providers' statements, day by day. */
@Path("/api/v1/reconciliations")
@Tag(name = "Payouts")
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class ReconciliationResource {
    private static final LocalDate FIRST = LocalDate.of(2020, 1, 1);
    private static final LocalDate NEVER = LocalDate.of(9999, 12, 31);

    private final BrandRepository brands;
    private final Reconciler reconciler;
    private final ReconciliationRepository reconciliations;
    private final Pool pool;
    private final CurrentStaff staff;
    private final AuditLog audit;
    private final Clock clock;

    ReconciliationResource(
            BrandRepository brands,
            Reconciler reconciler,
            ReconciliationRepository reconciliations,
            DatabasePools pools,
            CurrentStaff staff,
            AuditLog audit,
            Clock clock) {
        this.brands = brands;
        this.reconciler = reconciler;
        this.reconciliations = reconciliations;
        this.pool = pools.reports();
        this.staff = staff;
        this.audit = audit;
        this.clock = clock;
    }

    /** Lists the days that were reconciled. */
    @GET
    @Operation(summary = "List the days that were reconciled", description = "The latest first.")
    public Uni<Page<Day>> list(
            @QueryParam("limit") @DefaultValue(Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit,
            @Nullable @QueryParam("after") @Schema(format = "date") String after) {
        return staff.as(who -> (after == null
                        ? Uni.createFrom().item(NEVER)
                        : day(who, after).map(BrandDay::day))
                .flatMap(before -> reconciliations.list(who.brand(), before, limit))
                .map(days -> new Page<>(
                        days,
                        days.size() < limit ? null : days.get(limit - 1).day().toString())));
    }

    /** Shows a day. */
    @GET
    @Path("/{day}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Show the reconciliation of a day",
            description = "The latest that was made. As CSV too, whose last line is the difference.")
    public Uni<Reconciliation> show(@PathParam("day") @Schema(format = "date") String day) {
        return staff.as(who -> day(who, day).flatMap(which -> reconciliations.latest(who.brand(), which.day())));
    }

    /** Shows a day, for spreadsheets. */
    @GET
    @Path("/{day}")
    @Produces("text/csv;qs=0.5")
    @Operation(hidden = true)
    public Uni<Response> csv(@PathParam("day") String day) {
        return show(day).map(report -> Response.ok(report.csv(), "text/csv").build());
    }

    /** Reconciles a day now. */
    @POST
    @Path("/{day}")
    @Operation(summary = "Reconcile a day now", description = """
                    Takes in the providers' statements of the day and compares. Each day is reconciled by itself when \
                    its statements can be had, after 10:00 on the next by the brand's time zone; this is for a second \
                    look. All are kept. One day of a brand is compared at a time: `wrong-state` meanwhile. \
                    `missing` names providers whose statement cannot be had; what belongs to them is not compared.""")
    public Uni<Reconciliation> make(@PathParam("day") @Schema(format = "date") String day) {
        return staff.as(who -> day(who, day)
                .flatMap(reconciler::reconcile)
                .call(done ->
                        audit.write(pool, who, "payout.reconcile", done.day().toString())));
    }

    /** A day of the brand that has begun; fails with {@code INVALID_FIELD} for any other. */
    private Uni<BrandDay> day(Staff who, String text) {
        LocalDate day = read(text);
        return brands.timeZone(who.brand()).map(zone -> {
            if (day.isBefore(FIRST) || day.isAfter(BookDay.of(clock.instant(), zone))) {
                throw Problem.invalid("day", "must lie between 2020 and today");
            }
            return new BrandDay(who.brand(), day, zone);
        });
    }

    private static LocalDate read(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw Problem.invalid("day", "must be a date, such as 2026-12-31");
        }
    }
}
