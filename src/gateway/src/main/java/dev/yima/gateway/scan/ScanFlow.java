package dev.yima.gateway.scan;

import dev.yima.codec.Code;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading;
import dev.yima.codec.CodeReading.Fault;
import dev.yima.codec.CodeReading.Malformed;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.codec.OpenResult;
import dev.yima.engine.scan.LotState;
import dev.yima.engine.scan.Verdict;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.lot.catalogue.CachedLot;
import dev.yima.gateway.lot.catalogue.LotCatalogue;
import dev.yima.gateway.lot.handover.LeakIncidents;
import dev.yima.gateway.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Answers a scan of a consumer: reads the code, tells whether it is genuine, and counts the answer. */
@ApplicationScoped
public class ScanFlow {
    private final LotCatalogue lots;
    private final LeakIncidents incidents;
    private final GenuineScanFlow genuineScans;
    private final UnrecognisedScans unrecognised;
    private final ScanMetrics metrics;

    ScanFlow(
            LotCatalogue lots,
            LeakIncidents incidents,
            GenuineScanFlow genuineScans,
            UnrecognisedScans unrecognised,
            ScanMetrics metrics) {
        this.lots = lots;
        this.incidents = incidents;
        this.genuineScans = genuineScans;
        this.unrecognised = unrecognised;
        this.metrics = metrics;
    }

    /**
     * Answers a scan.
     *
     * @return fails with a {@link Problem} for a text that is no code at all, beyond a limit, or when a claim was asked
     *     for and is not known to be durable
     */
    public Uni<ScanResult> answer(IncomingScan scan) {
        return metrics.timed(read(scan));
    }

    private Uni<ScanResult> read(IncomingScan scan) {
        CodeReading reading = CodeReader.read(scan.code());
        if (reading instanceof Malformed malformed && malformed.fault() != Fault.UNUSED_LETTER) {
            return Uni.createFrom().failure(Problem.malformedCode());
        }
        return reading instanceof Wellformed wellformed
                ? lots.find(wellformed.code().lot()).flatMap(lot -> open(scan, wellformed.code(), lot))
                : unrecognised.answer(scan, Verdict.UNKNOWN, Optional.empty());
    }

    private Uni<ScanResult> open(IncomingScan scan, Code code, Optional<CachedLot> lot) {
        if (lot.isPresent() && lot.get().codec().open(code) instanceof OpenResult.Genuine genuine) {
            CodeRef ref = new CodeRef(code.lot().value(), genuine.serial());
            boolean leaked = incidents.noticed(lot.get(), genuine.serial(), scan.at());
            return leaked || lot.get().state() == LotState.MINTED
                    ? unrecognised.answer(scan, notOnSale(lot.get(), genuine.serial()), lot)
                    : genuineScans
                            .answer(scan, ref, lot.get().at(genuine.serial()))
                            .invoke(result -> metrics.answered(result.answer()));
        }
        return unrecognised.answer(scan, Verdict.UNKNOWN, lot);
    }

    private static Verdict notOnSale(CachedLot lot, int serial) {
        return lot.isVoided(serial) ? Verdict.VOID : Verdict.NOT_ACTIVE;
    }
}
