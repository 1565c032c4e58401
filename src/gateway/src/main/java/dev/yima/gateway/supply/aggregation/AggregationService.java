package dev.yima.gateway.supply.aggregation;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.supply.ScannedCodes;
import dev.yima.gateway.supply.aggregation.AggregationResource.NewLinks;
import dev.yima.gateway.supply.aggregation.AggregationResource.Packing;
import dev.yima.gateway.supply.aggregation.AggregationResource.Unpacking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Packs and unpacks. A request is done as a whole or not at all, and doing it again changes nothing. A code is in one
 * other code at most, and in one of a higher kind only; so there are no circles.
 */
@ApplicationScoped
class AggregationService {
    private final Pool pool;
    private final AggregationRepository repository;
    private final ScannedCodes codes;
    private final Clock clock;

    AggregationService(Pool pool, AggregationRepository repository, ScannedCodes codes, Clock clock) {
        this.pool = pool;
        this.repository = repository;
        this.codes = codes;
        this.clock = clock;
    }

    /** Packs codes into others. Fails with a problem when one is packed elsewhere and is not to be moved. */
    Uni<Packing> pack(Staff staff, NewLinks request) {
        List<String> texts = new ArrayList<>();
        request.links().forEach(link -> {
            texts.add(link.parent());
            texts.addAll(link.children());
        });
        return codes.of(staff, texts).flatMap(lots -> {
            RequestedLinks requested = RequestedLinks.of(request, lots);
            return AggregationRepository.retryingOnConflict(
                    () -> pool.withTransaction(tx -> pack(tx, staff, requested, request.moves())));
        });
    }

    private Uni<Packing> pack(SqlConnection tx, Staff staff, RequestedLinks requested, boolean moves) {
        Instant now = clock.instant();
        SortedMap<CodeRef, CodeRef> parents = requested.parents;
        return (moves ? repository.lockToUnlink(tx, parents.keySet()) : repository.lockLinks(tx, parents.keySet()))
                .flatMap(present -> {
                    SortedMap<CodeRef, CodeRef> missing = new TreeMap<>(parents);
                    List<CodeRef> moved = new ArrayList<>();
                    present.forEach((child, parent) -> {
                        if (parent.equals(parents.get(child))) {
                            missing.remove(child);
                        } else if (moves) {
                            moved.add(child);
                        } else {
                            throw Problem.at(
                                    ProblemType.PACKED_ELSEWHERE,
                                    requested.field(child),
                                    "is packed into another code already");
                        }
                    });
                    Packing done =
                            new Packing(missing.size() - moved.size(), moved.size(), parents.size() - missing.size());
                    return repository
                            .unlink(tx, staff, moved, now)
                            .flatMap(unlinked -> repository.link(tx, staff, missing, now))
                            .replaceWith(done);
                });
    }

    /** Takes codes out of their parents. */
    Uni<Unpacking> unpack(Staff staff, List<String> texts) {
        return codes.of(staff, texts).flatMap(lots -> {
            Map<CodeRef, String> fields = new TreeMap<>();
            for (int n = 0; n < texts.size(); n++) {
                String field = "codes[" + n + "]";
                fields.put(lots.open(field, texts.get(n)), field);
            }
            return pool.withTransaction(tx -> repository
                    .lockToUnlink(tx, fields.keySet())
                    .call(present -> repository.unlink(tx, staff, present.keySet(), clock.instant()))
                    .map(present -> new Unpacking(present.size(), fields.size() - present.size())));
        });
    }

    /**
     * The links of a request.
     *
     * @param parents each child's parent, in the order of the codes
     * @param fields each child's field in the request
     */
    private record RequestedLinks(SortedMap<CodeRef, CodeRef> parents, Map<CodeRef, String> fields) {
        static RequestedLinks of(NewLinks request, ScannedCodes.Lots lots) {
            RequestedLinks requested = new RequestedLinks(new TreeMap<>(), new HashMap<>());
            for (int n = 0; n < request.links().size(); n++) {
                String field = "links[" + n + "]";
                CodeRef parent =
                        lots.open(field + ".parent", request.links().get(n).parent());
                List<String> children = request.links().get(n).children();
                for (int m = 0; m < children.size(); m++) {
                    String child = field + ".children[" + m + "]";
                    requested.add(lots, lots.open(child, children.get(m)), parent, child);
                }
            }
            return requested;
        }

        private String field(CodeRef child) {
            return Objects.requireNonNull(fields.get(child), "every child was named");
        }

        private void add(ScannedCodes.Lots lots, CodeRef child, CodeRef parent, String field) {
            if (!lots.kind(child).fitsInto(lots.kind(parent))) {
                throw Problem.at(
                        ProblemType.WRONG_LEVEL,
                        field,
                        "must fit into its parent: " + lots.kind(child) + " into " + lots.kind(parent));
            }
            if (lots.isTest(child) != lots.isTest(parent)) {
                throw Problem.at(ProblemType.WRONG_LEVEL, field, "must be for tests as its parent is, or neither");
            }
            CodeRef other = parents.put(child, parent);
            if (other != null && !other.equals(parent)) {
                throw Problem.at(ProblemType.PACKED_ELSEWHERE, field, "has another parent in the same request");
            }
            fields.putIfAbsent(child, field);
        }
    }
}
