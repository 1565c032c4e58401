package dev.yima.gateway.diversion.count;

import dev.yima.gateway.diversion.AttributedScan;
import dev.yima.gateway.diversion.AttributedScanRepository;
import dev.yima.gateway.diversion.DealerCount;
import dev.yima.gateway.diversion.DiversionCountRepository;
import dev.yima.gateway.diversion.count.AttributionDelta.Appearances;
import dev.yima.gateway.diversion.count.CursorRepository.Cursor;
import dev.yima.gateway.diversion.count.CursorRepository.Reader;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.LocatedScan;
import dev.yima.gateway.history.ScanLog;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.supply.movement.MovementLog;
import dev.yima.gateway.supply.movement.MovementLog.Handover;
import dev.yima.gateway.supply.trace.DealerCustody;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * One transaction that counts what is new: scans, then movements and the scans that they put elsewhere, then cases
 * whose dealer has another territory now. Only one is under way at a time, in all replicas together. Whatever is read a
 * second time changes nothing.
 */
@ApplicationScoped
class DiversionRound {
    /** How late a commit may come and still be seen. */
    static final Duration LATE_MAX = Duration.ofSeconds(15);

    private static final int SCANS_MAX = 2_000;
    private static final int MOVEMENTS_MAX = 50;
    private static final int RECOUNTED_MAX = 1_000;
    private static final int REJUDGED_MAX = 1_000;

    /** How much time is read at once; it grows while there is little, and shrinks where there is much. */
    private static final Duration SLICE_MIN = Duration.ofMillis(250);

    private static final Duration SLICE_MAX = Duration.ofDays(30);
    private static final int ID_TIME_SHIFT = 16;

    private final Pool pool;
    private final CursorRepository cursors;
    private final ScanLog scans;
    private final MovementLog movements;
    private final DealerCustody custody;
    private final AttributedScanRepository located;
    private final DiversionCountRepository tallies;
    private final Clock clock;
    /** How long a scan usually takes to be there; whatever takes longer is seen when it counts as late. */
    private final Duration usual;

    private final Map<Reader, Duration> slices = new EnumMap<>(Reader.class);

    DiversionRound(
            Pool pool,
            CursorRepository cursors,
            ScanLog scans,
            MovementLog movements,
            DealerCustody custody,
            AttributedScanRepository located,
            DiversionCountRepository tallies,
            Clock clock,
            YimaConfig config) {
        this.pool = pool;
        this.cursors = cursors;
        this.scans = scans;
        this.movements = movements;
        this.custody = custody;
        this.located = located;
        this.tallies = tallies;
        this.clock = clock;
        this.usual = config.diversion().after();
        for (Reader reader : Reader.values()) {
            slices.put(reader, Duration.ofSeconds(2));
        }
    }

    /** Counts what is new; whether there is more already. */
    Uni<Boolean> run() {
        return pool.withTransaction(tx -> cursors.tryLock(tx).flatMap(held -> held ? new Work(tx).run() : nothing()));
    }

    private static Uni<Boolean> nothing() {
        return Uni.createFrom().item(false);
    }

    /** What one transaction does, and whether it left something. */
    private final class Work {
        private final SqlConnection tx;
        private final Instant now = clock.instant();
        private List<UUID> brands = List.of();
        private boolean hasMore;

        Work(SqlConnection tx) {
            this.tx = tx;
        }

        Uni<Boolean> run() {
            return tallies.brands(tx)
                    .invoke(found -> brands = found)
                    .flatMap(found -> follow(Reader.HEAD, now.minus(usual)))
                    .flatMap(done -> follow(Reader.TAIL, now.minus(LATE_MAX)))
                    .flatMap(done -> located.dequeue(tx, RECOUNTED_MAX))
                    .invoke(scans -> hasMore |= scans.size() == RECOUNTED_MAX)
                    .flatMap(this::count)
                    .flatMap(done -> rejudge())
                    .replaceWith(() -> hasMore);
        }

        /** Reads a piece of the scans and of the movements. */
        private Uni<Void> follow(Reader reader, Instant until) {
            return cursors.find(tx, reader)
                    .flatMap(cursor -> scansOf(reader, cursor, until)
                            .flatMap(position -> movementsOf(reader, cursor, until)
                                    .flatMap(movement -> cursors.save(tx, reader, new Cursor(position, movement)))));
        }

        private Uni<ScanLog.Position> scansOf(Reader reader, Cursor cursor, Instant until) {
            ScanLog.Position from = cursor.scans();
            if (!from.at().isBefore(until)) {
                return Uni.createFrom().item(from);
            }
            Duration slice = slices.getOrDefault(reader, SLICE_MIN);
            Instant end = from.at().plus(slice).isBefore(until) ? from.at().plus(slice) : until;
            return scans.read(tx, from, end, brands, SCANS_MAX)
                    .call(piece -> {
                        hasMore |= piece.isFull() || end.isBefore(until);
                        slices.put(reader, next(slice, piece.isFull()));
                        return located.insert(tx, earliest(piece.scans())).flatMap(this::count);
                    })
                    .map(ScanLog.Piece::end);
        }

        private Uni<UUID> movementsOf(Reader reader, Cursor cursor, Instant until) {
            UUID end = new UUID(until.toEpochMilli() << ID_TIME_SHIFT, 0);
            return movements.read(tx, cursor.movement(), end, MOVEMENTS_MAX).flatMap(found -> {
                boolean isFull = found.size() == MOVEMENTS_MAX;
                hasMore |= isFull;
                UUID last = isFull ? found.get(MOVEMENTS_MAX - 1).id() : later(cursor.movement(), end);
                if (found.isEmpty()) {
                    return Uni.createFrom().item(last);
                }
                Set<CodeRef> moved = new HashSet<>();
                found.forEach(one -> moved.add(one.code()));
                return movements
                        .within(tx, moved)
                        .flatMap(ranges -> located.enqueue(tx, ranges))
                        .flatMap(done -> reader == Reader.TAIL
                                ? ship(found)
                                : Uni.createFrom().voidItem())
                        .replaceWith(last);
            });
        }

        /** Counts shipments; each movement once, when nothing can come in between any more. */
        private Uni<Void> ship(List<Handover> found) {
            Set<UUID> ids = new HashSet<>();
            found.forEach(one -> ids.add(one.dealer()));
            return dealers(ids).flatMap(dealers -> {
                found.forEach(one -> Objects.requireNonNull(dealers.get(one.dealer()), "a partner is never deleted")
                        .ship(one.cases(), one.isReturn()));
                return tallies.putDealers(tx, dealers.values());
            });
        }

        /** Counts scans as what they are by now. */
        private Uni<Void> count(List<AttributedScan> rows) {
            Set<CodeRef> codes = new HashSet<>();
            rows.forEach(row -> codes.add(row.scan().code()));
            return custody.of(tx, codes).flatMap(answers -> {
                AttributionDelta counting = new AttributionDelta();
                rows.forEach(row -> counting.add(
                        row, row.as(answers.at(row.scan().code(), row.scan().at()))));
                return counting.isEmpty() ? Uni.createFrom().voidItem() : move(counting);
            });
        }

        private Uni<Void> move(AttributionDelta counting) {
            var witnesses = counting.witnesses();
            return located.witnesses(tx, witnesses)
                    .flatMap(before -> located.count(tx, counting.changes())
                            .flatMap(done -> located.witnesses(tx, witnesses))
                            .flatMap(after -> write(counting, new Appearances(before, after))));
        }

        private Uni<Void> write(AttributionDelta counting, Appearances witnesses) {
            return tallies.cases(tx, counting.cases())
                    .flatMap(known -> dealers(counting.dealers())
                            .flatMap(dealers -> tallies.putCases(tx, counting.move(known, dealers, witnesses))
                                    .flatMap(done -> tallies.putDealers(tx, dealers.values()))));
        }

        private Uni<Map<UUID, DealerCount>> dealers(Collection<UUID> ids) {
            return tallies.dealers(tx, ids).map(found -> {
                Map<UUID, DealerCount> dealers = new HashMap<>();
                found.forEach(one -> dealers.put(one.dealer(), one));
                return dealers;
            });
        }

        /** Judges cases of a dealer anew whose territory, or whose brand's settings, have changed. */
        private Uni<Void> rejudge() {
            return tallies.stale(tx)
                    .flatMap(stale -> stale.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : dealers(Set.of(stale.get().dealer()))
                                    .flatMap(dealers -> rejudge(
                                            Objects.requireNonNull(
                                                    dealers.get(stale.get().dealer()), "a partner is never deleted"),
                                            stale.get())));
        }

        private Uni<Void> rejudge(DealerCount dealer, DiversionCountRepository.Stale stale) {
            CodeRef last = stale.after();
            CodeRef after = last == null || dealer.isStale() ? new CodeRef(-1, -1) : last;
            hasMore = true;
            return tallies.casesAfter(tx, dealer.dealer(), after, REJUDGED_MAX).flatMap(cases -> {
                cases.forEach(one -> one.judge(dealer));
                CodeRef end = cases.size() < REJUDGED_MAX
                        ? null
                        : cases.get(REJUDGED_MAX - 1).code();
                return tallies.putCases(tx, cases)
                        .flatMap(done -> tallies.putDealers(tx, List.of(dealer)))
                        .flatMap(done -> tallies.rejudged(tx, dealer, end));
            });
        }
    }

    private static Duration next(Duration slice, boolean isFull) {
        Duration next = isFull ? slice.dividedBy(2) : slice.multipliedBy(2);
        if (next.compareTo(SLICE_MIN) < 0) {
            return SLICE_MIN;
        }
        return next.compareTo(SLICE_MAX) > 0 ? SLICE_MAX : next;
    }

    /** Ids are compared as PostgreSQL does, without signs. */
    private static UUID later(UUID one, UUID other) {
        int order = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return order >= 0 ? one : other;
    }

    /** Of each code the earliest scan. */
    private static Collection<LocatedScan> earliest(List<LocatedScan> inOrder) {
        Map<CodeRef, LocatedScan> first = new LinkedHashMap<>();
        inOrder.forEach(scan -> first.putIfAbsent(scan.code(), scan));
        return first.values();
    }
}
