package dev.yima.gateway.partnerapp.action;

import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.codec.OpenResult;
import dev.yima.engine.scan.LotState;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.lot.catalogue.CachedLot;
import dev.yima.gateway.lot.catalogue.LotCatalogue;
import dev.yima.gateway.lot.handover.LeakIncidents;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.ratelimit.RateLimiter;
import dev.yima.gateway.visitor.EmployeeRequest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Reads codes for partners' employees: authenticity, lot and the employee's posts. */
@ApplicationScoped
public class PartnerItemReader {
    private final LotCatalogue lots;
    private final LeakIncidents incidents;
    private final RateLimiter limits;
    private final EmployeePosts posts;

    PartnerItemReader(LotCatalogue lots, LeakIncidents incidents, RateLimiter limits, EmployeePosts posts) {
        this.lots = lots;
        this.incidents = incidents;
        this.limits = limits;
        this.posts = posts;
    }

    /**
     * Reads a code for an employee. Anybody else is not told whether it is genuine, nor whether there is such a lot: a
     * lot of a brand for which they do not work is like none.
     *
     * @param text the code, as it was typed or scanned
     * @return fails with {@code MALFORMED_CODE} for a text that is no code, with {@code NOT_A_PARTNER} for somebody who
     *     works at no partner, and with {@code NOT_FOUND} for a code that is not genuine, or of a brand for which they
     *     do not work
     */
    public Uni<PartnerItem> read(EmployeeRequest request, String text) {
        if (!(CodeReader.read(text) instanceof Wellformed wellformed)) {
            return Uni.createFrom().failure(Problem.malformedCode());
        }
        // Nothing is looked up for somebody who works nowhere: it would take longer where there is such a lot.
        List<UUID> brands = request.person().brands();
        if (brands.isEmpty()) {
            return Uni.createFrom().failure(new Problem(ProblemType.NOT_A_PARTNER));
        }
        return lots.find(wellformed.code().lot()).flatMap(found -> {
            Optional<CachedLot> lot =
                    found.filter(known -> brands.contains(known.brand().id()));
            UUID brand = lot.map(known -> known.brand().id()).orElse(brands.get(0));
            UUID member = request.member(brand);
            return posts.require(request, member)
                    .onFailure(PartnerItemReader::isNoPartner)
                    .recoverWithUni(noPartner -> worksElsewhere(request, brand).map(elsewhere -> {
                        throw elsewhere ? notFound(request, found, wellformed) : (Problem) noPartner;
                    }))
                    .map(held -> {
                        CachedLot known = lot.orElseThrow(() -> notFound(request, found, wellformed));
                        CodeRef code = genuine(known, wellformed)
                                .filter(ref -> !incidents.noticed(known, ref.serial(), request.at()))
                                .orElseThrow(() -> notFound(request, found, wellformed));
                        return new PartnerItem(code, known.at(code.serial()), member, held);
                    });
        });
    }

    private static boolean isNoPartner(Throwable failure) {
        return failure instanceof Problem problem && problem.type() == ProblemType.NOT_A_PARTNER;
    }

    private Uni<Boolean> worksElsewhere(EmployeeRequest request, UUID brand) {
        return Multi.createFrom()
                .iterable(request.person().brands())
                .filter(other -> !other.equals(brand))
                .onItem()
                .transformToUniAndConcatenate(other -> posts.of(request.member(other)))
                .filter(held -> !held.isEmpty())
                .toUni()
                .map(Objects::nonNull);
    }

    /** Counts against the limit of guesses, unless the public is told, too, that the code is genuine. */
    private Problem notFound(EmployeeRequest request, Optional<CachedLot> found, Wellformed read) {
        if (found.filter(lot -> isKnownInPublic(lot, read)).isEmpty()) {
            limits.guess(request.network(), request.at());
        }
        return new Problem(ProblemType.NOT_FOUND);
    }

    private static boolean isKnownInPublic(CachedLot lot, Wellformed read) {
        return lot.state() == LotState.ACTIVE
                && genuine(lot, read)
                        .filter(code -> lot.honey(code.serial()).isEmpty())
                        .isPresent();
    }

    private static Optional<CodeRef> genuine(CachedLot lot, Wellformed read) {
        return lot.codec().open(read.code()) instanceof OpenResult.Genuine genuine
                ? Optional.of(new CodeRef(read.code().lot().value(), genuine.serial()))
                : Optional.empty();
    }
}
