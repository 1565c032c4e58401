package dev.yima.gateway.lot.handover;

import dev.yima.gateway.lot.handover.CodeHandover.IncidentView;
import dev.yima.gateway.platform.http.Page;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Leak incidents: honey codes that were scanned. */
@Path("/api/v1/incidents")
@Tag(name = "Custody")
@RolesAllowed(Staff.ROLE)
@NonBlocking
@Cancellable(false)
public class LeakIncidentResource {
    private static final UUID START = new UUID(0, 0);

    private final CodeHandoverRepository handovers;
    private final CurrentStaff staff;

    LeakIncidentResource(CodeHandoverRepository handovers, CurrentStaff staff) {
        this.handovers = handovers;
        this.staff = staff;
    }

    /** Lists the incidents. */
    @GET
    @Operation(
            summary = "List the honey codes that were scanned",
            description = "Each names the recipient whose copy alone has the code.")
    public Uni<Page<IncidentView>> incidents(
            @QueryParam("limit") @DefaultValue(Page.LIMIT_DEFAULT) @Min(1) @Max(Page.LIMIT_MAX) int limit,
            @Nullable @QueryParam("after") UUID after) {
        return staff.as(who -> handovers.incidents(who, null, after == null ? START : after, limit))
                .map(rows -> rows.stream().map(IncidentView::of).toList())
                .map(items -> new Page<>(
                        items,
                        items.size() < limit ? null : items.get(limit - 1).id().toString()));
    }
}
