package dev.yima.gateway.insight;

import dev.yima.codec.Code;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.codec.OpenResult;
import dev.yima.engine.scan.LotState;
import dev.yima.engine.scan.Verdict;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.ScanReader;
import dev.yima.gateway.insight.CodeTimeline.TimelineLot;
import dev.yima.gateway.insight.CodeTimeline.TimelineScan;
import dev.yima.gateway.lot.catalogue.CachedLot;
import dev.yima.gateway.lot.catalogue.LotCatalogue;
import dev.yima.gateway.lot.serials.VoidedSerialRepository;
import dev.yima.gateway.platform.staff.CurrentStaff;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Timelines of single codes, for the staff of a brand's hotline. */
@Path("/api/v1/codes")
@Tag(name = "Codes")
@RolesAllowed(Staff.ROLE)
@NonBlocking
public class CodeResource {
    private final LotCatalogue lots;
    private final ScanReader scans;
    private final CodeTimelineRepository timelines;
    private final VoidedSerialRepository misprints;
    private final CurrentStaff staff;

    CodeResource(
            LotCatalogue lots,
            ScanReader scans,
            CodeTimelineRepository timelines,
            VoidedSerialRepository misprints,
            CurrentStaff staff) {
        this.lots = lots;
        this.scans = scans;
        this.timelines = timelines;
        this.misprints = misprints;
        this.staff = staff;
    }

    /** Shows the timeline of a code. */
    @GET
    @Path("/{code}")
    @Operation(
            summary = "Tell the whole story of a code",
            description = "Of one's own brand. A code that was never minted is UNKNOWN; another brand's is not found.")
    public Uni<CodeTimeline> timeline(@PathParam("code") String text) {
        CodeReading reading = CodeReader.read(text);
        if (reading instanceof Wellformed wellformed) {
            Code code = wellformed.code();
            return staff.as(who -> lots.find(code.lot()).flatMap(lot -> timeline(who, code, lot)));
        }
        throw Problem.malformedCode();
    }

    private Uni<CodeTimeline> timeline(Staff who, Code code, Optional<CachedLot> found) {
        if (found.isEmpty()) {
            return Uni.createFrom().item(CodeTimeline.unknown(code.grouped()));
        }
        CachedLot whole = found.get();
        if (!whole.brand().id().equals(who.brand())) {
            throw new Problem(ProblemType.NOT_FOUND);
        }
        if (whole.codec().open(code) instanceof OpenResult.Genuine genuine) {
            CachedLot lot = whole.at(genuine.serial());
            CodeRef ref = new CodeRef(code.lot().value(), genuine.serial());
            return Uni.combine()
                    .all()
                    .unis(
                            scans.scans(ref),
                            scans.counted(ref),
                            timelines.claims(ref),
                            timelines.withheld(ref),
                            misprints.reason(code.lot(), genuine.serial()))
                    .with((stored, counted, claims, withheld, reason) -> new CodeTimeline(
                            code.grouped(),
                            verdict(whole, genuine.serial(), lot.state(), counted),
                            TimelineLot.of(code.lot(), lot, whole.state()),
                            genuine.serial(),
                            reason.orElse(null),
                            whole.honey(genuine.serial()).orElse(null),
                            counted,
                            stored.isEmpty() ? null : stored.get(0).at(),
                            stored.stream().map(TimelineScan::of).toList(),
                            claims,
                            withheld));
        }
        return Uni.createFrom().item(CodeTimeline.unknown(code.grouped()));
    }

    private static Verdict verdict(CachedLot lot, int serial, LotState state, long counted) {
        if (lot.isVoided(serial)) {
            return Verdict.VOID;
        }
        if (lot.honey(serial).isPresent()) {
            return Verdict.NOT_ACTIVE;
        }
        return switch (state) {
            case MINTED -> Verdict.NOT_ACTIVE;
            case FROZEN -> Verdict.FROZEN;
            case VOID -> Verdict.VOID;
            case ACTIVE -> counted == 0 ? Verdict.GENUINE_FIRST : Verdict.GENUINE_REPEAT;
        };
    }
}
