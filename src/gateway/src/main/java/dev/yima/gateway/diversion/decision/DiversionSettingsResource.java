package dev.yima.gateway.diversion.decision;

import dev.yima.engine.diversion.DiversionRule;
import dev.yima.gateway.diversion.DiversionSettingsRepository;
import dev.yima.gateway.platform.staff.AuditChange;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** A brand's thresholds of diversion. */
@Path("/api/v1/diversions/settings")
@Tag(name = "Diversions")
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class DiversionSettingsResource {
    private static final long CASE_MAX = 1_000;
    private static final long DEALER_MAX = 1_000_000;
    private static final String SCORE_MIN = "0.01";
    private static final String SCORE_MAX = "1";

    private final Pool pool;
    private final DiversionSettingsRepository settings;
    private final CurrentStaff staff;
    private final AuditLog audit;

    DiversionSettingsResource(Pool pool, DiversionSettingsRepository settings, CurrentStaff staff, AuditLog audit) {
        this.pool = pool;
        this.settings = settings;
        this.staff = staff;
        this.audit = audit;
    }

    /**
     * Thresholds from which goods are judged, and of their grades.
     *
     * @param caseScansMin located scans from which on a case is judged; never one
     * @param casePeopleMin people, and networks, from which on it is
     * @param dealerScansMin located scans from which on all goods of a dealer are judged together
     * @param dealerPeopleMin people, and networks, from which on they are
     * @param notice the score from which on the grade is {@code NOTICE}
     * @param alert the score from which on it is {@code ALERT}
     * @param suspend the score from which on it is {@code SUSPEND}
     */
    @Schema(name = "DiversionSettings")
    public record Settings(
            @NotNull @Min(2) @Max(CASE_MAX) @Schema(examples = "5")
            Integer caseScansMin,

            @NotNull @Min(2) @Max(CASE_MAX) @Schema(examples = "3")
            Integer casePeopleMin,

            @NotNull @Min(2) @Max(DEALER_MAX) @Schema(examples = "30")
            Integer dealerScansMin,

            @NotNull @Min(2) @Max(DEALER_MAX) @Schema(examples = "20")
            Integer dealerPeopleMin,

            @NotNull @DecimalMin(SCORE_MIN) @DecimalMax(SCORE_MAX) @Schema(examples = "0.2")
            Double notice,

            @NotNull @DecimalMin(SCORE_MIN) @DecimalMax(SCORE_MAX) @Schema(examples = "0.4")
            Double alert,

            @NotNull @DecimalMin(SCORE_MIN) @DecimalMax(SCORE_MAX) @Schema(examples = "0.6")
            Double suspend) {
        static Settings of(DiversionRule rule) {
            return new Settings(
                    rule.caseScansMin(),
                    rule.casePeopleMin(),
                    rule.dealerScansMin(),
                    rule.dealerPeopleMin(),
                    rule.notice(),
                    rule.alert(),
                    rule.suspend());
        }

        private DiversionRule checked() {
            if (alert < notice) {
                throw Problem.invalid("alert", "must be at least notice");
            }
            if (suspend < alert) {
                throw Problem.invalid("suspend", "must be at least alert");
            }
            return new DiversionRule(
                    caseScansMin, casePeopleMin, dealerScansMin, dealerPeopleMin, notice, alert, suspend);
        }
    }

    /** Shows the settings. */
    @GET
    @Operation(summary = "Show from when on scans outside of a territory say something")
    public Uni<Settings> show() {
        return staff.as(who -> settings.find(pool, who.brand())).map(Settings::of);
    }

    /** Changes the settings. */
    @PUT
    @RolesAllowed(Staff.OWNER)
    @Operation(
            summary = "Change from when on scans outside of a territory say something",
            description = "Only for owners. All cases are judged anew, within seconds or minutes.")
    public Uni<Settings> change(@NotNull @Valid Settings asked) {
        DiversionRule rule = asked.checked();
        return staff.as(who -> pool.withTransaction(tx -> settings.find(tx, who.brand())
                        .map(before -> new AuditChange(Settings.of(before), asked))
                        .call(() -> settings.put(tx, who.brand(), rule))
                        .flatMap(change -> audit.write(
                                tx, who, "diversion.settings", who.brand().toString(), change))))
                .replaceWith(asked);
    }
}
