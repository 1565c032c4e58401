package dev.yima.gateway.supply.aggregation;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.supply.ScannedCodes;
import dev.yima.gateway.supply.aggregation.AggregationResource.Replacement;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Replaces a label by another of its kind: the new one gets the parent and the contents of the old one, and what other
 * features pass on with it. Done as a whole or not at all.
 */
@ApplicationScoped
class LabelReplacementService {
    private final Pool pool;
    private final AggregationRepository repository;
    private final AggregationQuery query;
    private final LabelReplacementParticipant participant;
    private final ScannedCodes codes;
    private final AuditLog audit;
    private final Clock clock;

    LabelReplacementService(
            Pool pool,
            AggregationRepository repository,
            AggregationQuery query,
            LabelReplacementParticipant participant,
            ScannedCodes codes,
            AuditLog audit,
            Clock clock) {
        this.pool = pool;
        this.repository = repository;
        this.query = query;
        this.participant = participant;
        this.codes = codes;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Replaces a label.
     *
     * @param oldText the label that goes
     * @param newText the label that comes; packed nowhere yet, and empty
     * @return fails with a problem when the old one has neither parent nor contents, or the two cannot be exchanged
     */
    Uni<Replacement> replace(Staff staff, String oldText, String newText) {
        return codes.of(staff, List.of(oldText, newText)).flatMap(lots -> {
            CodeRef old = lots.open("old", oldText);
            CodeRef replacement = lots.open("new", newText);
            if (lots.kind(old) != lots.kind(replacement) || old.equals(replacement)) {
                throw Problem.at(ProblemType.WRONG_LEVEL, "new", "must be another code of the same kind");
            }
            String subject = lots.text(old) + " " + lots.text(replacement);
            return AggregationRepository.retryingOnConflict(() ->
                    pool.withTransaction(tx -> replace(tx, staff, old, replacement)
                            .call(done -> audit.write(tx, staff, "pack.replace", subject))));
        });
    }

    private Uni<Replacement> replace(SqlConnection tx, Staff staff, CodeRef old, CodeRef replacement) {
        Instant now = clock.instant();
        return lock(tx, old, replacement)
                .flatMap(locked -> children(tx, old))
                .flatMap(inOld -> children(tx, replacement).flatMap(inNew -> {
                    SortedSet<CodeRef> all = new TreeSet<>(List.of(old, replacement));
                    inOld.forEach(link -> all.add(link.child()));
                    // What is in the old one is as it is once all of it is locked.
                    return repository
                            .lockToUnlink(tx, all)
                            .map(parents -> newParents(parents, old, replacement, inNew));
                }))
                .flatMap(parents -> relink(tx, staff, old, replacement, parents, now)
                        .flatMap(done -> LabelReplacements.insert(tx, Ids.next(clock), staff, old, replacement, now))
                        .flatMap(done -> participant.inherit(tx, old, replacement))
                        .replaceWith(new Replacement(parents.size())));
    }

    private Uni<Void> lock(SqlConnection tx, CodeRef old, CodeRef replacement) {
        List<CodeRef> both = Stream.of(old, replacement).sorted().toList();
        return LabelReplacements.lock(tx, both).flatMap(locked -> participant.check(tx, old, replacement));
    }

    private Uni<Void> relink(
            SqlConnection tx,
            Staff staff,
            CodeRef old,
            CodeRef replacement,
            SortedMap<CodeRef, CodeRef> parents,
            Instant now) {
        List<CodeRef> ended = parents.keySet().stream()
                .map(child -> child.equals(replacement) ? old : child)
                .sorted()
                .toList();
        return repository.unlink(tx, staff, ended, now).flatMap(done -> repository.link(tx, staff, parents, now));
    }

    private static SortedMap<CodeRef, CodeRef> newParents(
            SortedMap<CodeRef, CodeRef> parents, CodeRef old, CodeRef replacement, List<AggregationLink> inNew) {
        if (parents.containsKey(replacement) || !inNew.isEmpty()) {
            throw Problem.at(ProblemType.PACKED_ELSEWHERE, "new", "must be packed nowhere yet");
        }
        SortedMap<CodeRef, CodeRef> newParents = new TreeMap<>();
        parents.forEach((child, parent) -> {
            if (parent.equals(old)) {
                newParents.put(child, replacement);
            } else if (child.equals(old)) {
                newParents.put(replacement, parent);
            }
        });
        if (newParents.isEmpty()) {
            throw Problem.at(ProblemType.WRONG_STATE, "old", "is in nothing and has nothing in it");
        }
        return newParents;
    }

    private Uni<List<AggregationLink>> children(SqlConnection tx, CodeRef parent) {
        return query.children(tx, parent, AggregationResource.FIRST, AggregationResource.LINKS_MAX + 1)
                .invoke(found -> {
                    if (found.size() > AggregationResource.LINKS_MAX) {
                        throw Problem.at(
                                ProblemType.WRONG_STATE,
                                "old",
                                "has more in it than " + AggregationResource.LINKS_MAX + " codes");
                    }
                });
    }
}
