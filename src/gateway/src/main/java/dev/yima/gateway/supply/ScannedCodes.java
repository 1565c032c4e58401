package dev.yima.gateway.supply;

import dev.yima.codec.Code;
import dev.yima.codec.CodeKind;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.codec.LotNumber;
import dev.yima.codec.OpenResult;
import dev.yima.engine.scan.LotState;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.lot.catalogue.CachedLot;
import dev.yima.gateway.lot.catalogue.LotCatalogue;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Translates scanned texts into codes of a brand, and back; lots come from memory. */
@ApplicationScoped
public class ScannedCodes {
    private final LotCatalogue catalogue;

    ScannedCodes(LotCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The lots of a brand that a request names; those of other brands are left out. */
    public static final class Lots {
        private final Map<Integer, CachedLot> known = new HashMap<>();

        /**
         * Opens a code.
         *
         * @param field its field in the request, for the problem
         * @param text the text that was scanned
         * @throws Problem when it is no code of the brand, or was withdrawn
         */
        public CodeRef open(String field, String text) {
            CodeRef code = find(text).orElseThrow(() -> Problem.invalid(field, "must be a code of this brand"));
            if (isVoid(code)) {
                throw Problem.at(ProblemType.WRONG_STATE, field, "is VOID");
            }
            return code;
        }

        /** Finds a code of the brand; empty for any other text, whatever is wrong with it. */
        public Optional<CodeRef> find(String text) {
            if (CodeReader.read(text) instanceof Wellformed wellformed) {
                Code code = wellformed.code();
                CachedLot lot = known.get(code.lot().value());
                if (lot != null && lot.codec().open(code) instanceof OpenResult.Genuine genuine) {
                    return Optional.of(new CodeRef(code.lot().value(), genuine.serial()));
                }
            }
            return Optional.empty();
        }

        /** Whether a code was withdrawn. */
        public boolean isVoid(CodeRef code) {
            return lot(code).at(code.serial()).state() == LotState.VOID;
        }

        /** The kind of a code. */
        public CodeKind kind(CodeRef code) {
            return lot(code).kind();
        }

        /** Whether a code is for tests, and never on goods. */
        public boolean isTest(CodeRef code) {
            return lot(code).test();
        }

        /** A code as it is printed. */
        public String text(CodeRef code) {
            return lot(code).codec().code(code.serial()).text();
        }

        private CachedLot lot(CodeRef code) {
            return Objects.requireNonNull(known.get(code.lot()), "the lots of all codes were read before");
        }
    }

    /**
     * Finds a code of the caller's brand.
     *
     * @return fails with a problem for a text that is no code at all, for another brand's, and for one that was never
     *     made
     */
    public Uni<CodeRef> find(Staff staff, String text) {
        if (!(CodeReader.read(text) instanceof Wellformed)) {
            return Uni.createFrom().failure(Problem.malformedCode());
        }
        return of(staff, List.of(text))
                .map(lots -> lots.find(text).orElseThrow(() -> new Problem(ProblemType.NOT_FOUND)));
    }

    /** Reads the lots of scanned texts; a text that is no code at all is left to {@link Lots#open}. */
    public Uni<Lots> of(Staff staff, Collection<String> texts) {
        Set<LotNumber> numbers = new HashSet<>();
        for (String text : texts) {
            if (CodeReader.read(text) instanceof Wellformed wellformed) {
                numbers.add(wellformed.code().lot());
            }
        }
        return lots(staff.brand(), numbers);
    }

    /** Reads the lots of codes that are known to be the brand's. */
    public Uni<Lots> of(UUID brand, Collection<CodeRef> codes) {
        return lots(brand, codes.stream().map(code -> new LotNumber(code.lot())).collect(Collectors.toSet()));
    }

    private Uni<Lots> lots(UUID brand, Set<LotNumber> numbers) {
        Lots lots = new Lots();
        return Multi.createFrom()
                .iterable(numbers)
                .onItem()
                .transformToUniAndConcatenate(catalogue::find)
                .onItem()
                .invoke(found -> found.filter(lot -> lot.brand().id().equals(brand))
                        .ifPresent(lot -> lots.known.put(lot.codec().lot().value(), lot)))
                .collect()
                .last()
                .replaceWith(lots);
    }
}
