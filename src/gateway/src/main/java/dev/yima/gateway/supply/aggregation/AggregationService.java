package dev.yima.gateway.supply.aggregation;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.supply.ScannedCodes;
import dev.yima.gateway.supply.aggregation.AggregationResource.NewLinks;
import dev.yima.gateway.supply.aggregation.AggregationResource.Packing;
import dev.yima.gateway.supply.aggregation.AggregationResource.Replacement;
import dev.yima.gateway.supply.aggregation.AggregationResource.Unpacking;
import dev.yima.gateway.supply.opening.LabelReplacement;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Packs, unpacks and replaces. A request is done as a whole or not at all, and doing it again changes nothing. A code
 * is in one other code at most, and in one of a higher kind only; so there are no circles.
 */
@ApplicationScoped
class AggregationService {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final int RETRIES_MAX = 3;
    private static final CodeRef START = new CodeRef(-1, -1);

    private final Pool pool;
    private final AggregationRepository store;
    private final ScannedCodes codes;
    private final LabelReplacement labels;
    private final AuditLog audit;
    private final Clock clock;

    AggregationService(
            Pool pool,
            AggregationRepository store,
            ScannedCodes codes,
            LabelReplacement labels,
            AuditLog audit,
            Clock clock) {
        this.pool = pool;
        this.store = store;
        this.codes = codes;
        this.labels = labels;
        this.audit = audit;
        this.clock = clock;
    }

    /** Packs codes into others. */
    Uni<Packing> pack(Staff who, NewLinks asked) {
        List<String> texts = new ArrayList<>();
        asked.links().forEach(link -> {
            texts.add(link.parent());
            texts.addAll(link.children());
        });
        return codes.of(who, texts).flatMap(lots -> {
            Wanted wanted = Wanted.of(asked, lots);
            return Uni.createFrom()
                    .deferred(() -> pool.withTransaction(tx -> pack(tx, who, asked, wanted)))
                    // Another request packed one of them at the same moment: it can be seen, and named, now.
                    .onFailure(AggregationService::isTakenMeanwhile)
                    .retry()
                    .atMost(RETRIES_MAX);
        });
    }

    private Uni<Packing> pack(SqlConnection tx, Staff who, NewLinks asked, Wanted wanted) {
        Instant now = clock.instant();
        Set<CodeRef> children = wanted.parents.keySet();
        return (asked.moves() ? store.takingOut(tx, children) : store.holding(tx, children)).flatMap(held -> {
            SortedMap<CodeRef, CodeRef> missing = new TreeMap<>(wanted.parents);
            List<CodeRef> moved = new ArrayList<>();
            held.forEach((child, parent) -> {
                if (parent.equals(wanted.parents.get(child))) {
                    missing.remove(child);
                } else if (asked.moves()) {
                    moved.add(child);
                } else {
                    throw Problem.at(
                            ProblemType.PACKED_ELSEWHERE, wanted.field(child), "is packed into another code already");
                }
            });
            Packing done =
                    new Packing(missing.size() - moved.size(), moved.size(), wanted.parents.size() - missing.size());
            return store.unlink(tx, who, moved, now)
                    .flatMap(unlinked -> store.link(tx, who, missing, now))
                    .replaceWith(done);
        });
    }

    /** Takes codes out of what they are packed into, or all that is in a code. */
    Uni<Unpacking> unpack(Staff who, List<String> texts) {
        return codes.of(who, texts).flatMap(lots -> {
            Map<CodeRef, String> fields = new TreeMap<>();
            for (int n = 0; n < texts.size(); n++) {
                String field = "codes[" + n + "]";
                fields.put(lots.open(field, texts.get(n)), field);
            }
            return pool.withTransaction(tx -> store.takingOut(tx, fields.keySet())
                    .call(held -> store.unlink(tx, who, held.keySet(), clock.instant()))
                    .map(held -> new Unpacking(held.size(), fields.size() - held.size())));
        });
    }

    /**
     * Puts a code into the place of another of its kind: into what that is in, and around what is in it. Whoever opened
     * or stands for the old one has opened and stands for the new one.
     */
    Uni<Replacement> replace(Staff who, String oldText, String newText) {
        return codes.of(who, List.of(oldText, newText)).flatMap(lots -> {
            CodeRef old = lots.open("old", oldText);
            CodeRef fresh = lots.open("new", newText);
            if (lots.kind(old) != lots.kind(fresh) || old.equals(fresh)) {
                throw Problem.at(ProblemType.WRONG_LEVEL, "new", "must be another code of the same kind");
            }
            return Uni.createFrom()
                    .deferred(() -> pool.withTransaction(tx -> replace(tx, who, old, fresh)
                            .call(done ->
                                    audit.write(tx, who, "pack.replace", lots.text(old) + " " + lots.text(fresh)))))
                    // Another request packed the new one at the same moment: it can be seen, and named, now.
                    .onFailure(AggregationService::isTakenMeanwhile)
                    .retry()
                    .atMost(RETRIES_MAX);
        });
    }

    private Uni<Replacement> replace(SqlConnection tx, Staff who, CodeRef old, CodeRef fresh) {
        Instant now = clock.instant();
        return labels.lock(tx, old, fresh)
                .flatMap(locked -> inside(tx, old))
                .flatMap(inOld -> inside(tx, fresh).flatMap(inFresh -> {
                    SortedSet<CodeRef> all = new TreeSet<>(List.of(old, fresh));
                    inOld.forEach(link -> all.add(link.child()));
                    // What is in the old one is as it is once all of it is locked.
                    return store.takingOut(tx, all).map(held -> anew(held, old, fresh, inFresh));
                }))
                .flatMap(anew -> {
                    List<CodeRef> ended = anew.keySet().stream()
                            .map(child -> child.equals(fresh) ? old : child)
                            .sorted()
                            .toList();
                    return store.unlink(tx, who, ended, now)
                            .flatMap(done -> store.link(tx, who, anew, now))
                            .flatMap(done -> labels.replace(tx, who, old, fresh, now))
                            .replaceWith(new Replacement(anew.size()));
                });
    }

    private static SortedMap<CodeRef, CodeRef> anew(
            SortedMap<CodeRef, CodeRef> held, CodeRef old, CodeRef fresh, List<AggregationLink> inFresh) {
        if (held.containsKey(fresh) || !inFresh.isEmpty()) {
            throw Problem.at(ProblemType.PACKED_ELSEWHERE, "new", "must be packed nowhere yet");
        }
        SortedMap<CodeRef, CodeRef> anew = new TreeMap<>();
        held.forEach((child, parent) -> {
            if (parent.equals(old)) {
                anew.put(child, fresh);
            } else if (child.equals(old)) {
                anew.put(fresh, parent);
            }
        });
        if (anew.isEmpty()) {
            throw Problem.at(ProblemType.WRONG_STATE, "old", "is in nothing and has nothing in it");
        }
        return anew;
    }

    private Uni<List<AggregationLink>> inside(SqlConnection tx, CodeRef parent) {
        return store.children(tx, parent, START, AggregationResource.LINKS_MAX + 1)
                .invoke(found -> {
                    if (found.size() > AggregationResource.LINKS_MAX) {
                        throw Problem.at(
                                ProblemType.WRONG_STATE,
                                "old",
                                "has more in it than " + AggregationResource.LINKS_MAX + " codes");
                    }
                });
    }

    private static boolean isTakenMeanwhile(Throwable failure) {
        return failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState());
    }

    /**
     * What a request wants.
     *
     * @param parents each child's parent, in the order of the codes
     * @param fields what each child is called in the request
     */
    private record Wanted(SortedMap<CodeRef, CodeRef> parents, Map<CodeRef, String> fields) {
        static Wanted of(NewLinks asked, ScannedCodes.Lots lots) {
            Wanted wanted = new Wanted(new TreeMap<>(), new HashMap<>());
            for (int n = 0; n < asked.links().size(); n++) {
                String field = "links[" + n + "]";
                CodeRef parent =
                        lots.open(field + ".parent", asked.links().get(n).parent());
                List<String> children = asked.links().get(n).children();
                for (int m = 0; m < children.size(); m++) {
                    String child = field + ".children[" + m + "]";
                    wanted.add(lots, lots.open(child, children.get(m)), parent, child);
                }
            }
            return wanted;
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
            CodeRef other = parents.put(child, parent);
            if (other != null && !other.equals(parent)) {
                throw Problem.at(ProblemType.PACKED_ELSEWHERE, field, "has another parent in the same request");
            }
            fields.putIfAbsent(child, field);
        }
    }

    /** All codes that links name. */
    static List<CodeRef> ends(List<AggregationLink> links) {
        return links.stream()
                .flatMap(link -> Stream.of(link.child(), link.parent()))
                .toList();
    }
}
