package dev.yima.gateway.ledger.check;

import dev.yima.gateway.ledger.check.Law.Reach;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** All laws of money, in the order in which reports have them. */
final class Laws {
    /** Name of the law of the seals themselves, which a full check alone checks. */
    static final String SEALS = "seals-are-what-was-sealed";

    static final List<Law> ALL = Stream.of(TransferLaws.all(), ClaimLaws.all(), RewardLaws.all(), PointsLaws.all())
            .flatMap(List::stream)
            .toList();

    private Laws() {}

    /**
     * The result of a law.
     *
     * @param name the law's name
     * @param holds whether nothing breaks it
     * @param detail the number of what breaks it, in words
     */
    @Schema(name = "Law")
    public record Result(
            @Schema(examples = "balances-equal-transfers") String name,
            boolean holds,

            @Schema(examples = "0 accounts whose balance is not the sum of their transfers")
            String detail) {}

    /** Checks the laws of some reach, one after the other. */
    static Uni<Faults> check(SqlConnection tx, Set<Reach> reach, TransactionRange range) {
        return Multi.createFrom()
                .iterable(ALL)
                .filter(law -> reach.contains(law.reach()))
                .onItem()
                .transformToUniAndConcatenate(law -> law.check(tx, range))
                .collect()
                .asList()
                .map(Faults::sum);
    }

    /** The results for a brand. */
    static List<Result> results(UUID brand, Faults faults) {
        return Stream.concat(
                        ALL.stream().map(law -> result(law.name(), law.fault(), faults.of(brand, law.name()))),
                        Stream.of(result(SEALS, "seals that are not what was sealed", faults.of(brand, SEALS))))
                .toList();
    }

    private static Result result(String name, String fault, long count) {
        return new Result(name, count == 0, count + " " + fault);
    }
}
