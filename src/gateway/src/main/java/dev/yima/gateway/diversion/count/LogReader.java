package dev.yima.gateway.diversion.count;

import dev.yima.gateway.diversion.AttributedScanRepository;
import dev.yima.gateway.diversion.count.CursorRepository.Cursor;
import dev.yima.gateway.diversion.count.CursorRepository.Reader;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.LocatedScan;
import dev.yima.gateway.history.ScanLog;
import dev.yima.gateway.supply.movement.MovementLog;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Reads new scans and movements in pieces, from where each reader stopped. */
@ApplicationScoped
class LogReader {
    private static final int SCANS_MAX = 2_000;
    private static final int MOVEMENTS_MAX = 50;

    /**
     * The shortest and longest stretch of time that is read at once; it doubles and halves with the number of scans.
     */
    private static final Duration SLICE_MIN = Duration.ofMillis(250);

    private static final Duration SLICE_MAX = Duration.ofDays(30);
    private static final int ID_TIME_SHIFT = 16;

    private final CursorRepository cursors;
    private final ScanLog scanLog;
    private final MovementLog movementLog;
    private final AttributedScanRepository scans;
    private final DiversionCounter counter;
    private final Map<Reader, Duration> slices = new EnumMap<>(Reader.class);

    LogReader(
            CursorRepository cursors,
            ScanLog scanLog,
            MovementLog movementLog,
            AttributedScanRepository scans,
            DiversionCounter counter) {
        this.cursors = cursors;
        this.scanLog = scanLog;
        this.movementLog = movementLog;
        this.scans = scans;
        this.counter = counter;
        for (Reader reader : Reader.values()) {
            slices.put(reader, Duration.ofSeconds(2));
        }
    }

    /**
     * Reads and counts a piece of the scans and of the movements, and moves the reader's cursor behind it.
     *
     * @param until nothing from this moment on is read
     * @param brands the brands whose scans are read
     * @return whether there is more before that moment
     */
    Uni<Boolean> read(SqlConnection tx, Reader reader, Instant until, List<UUID> brands) {
        return cursors.find(tx, reader)
                .flatMap(cursor -> readScans(tx, reader, cursor, until, brands)
                        .flatMap(scanned -> readMovements(tx, reader, cursor, until)
                                .flatMap(moved -> cursors.save(tx, reader, new Cursor(scanned.end(), moved.end()))
                                        .replaceWith(scanned.hasMore() || moved.hasMore()))));
    }

    /** The end of a piece, and whether there is more behind it. */
    private record Piece<T>(T end, boolean hasMore) {}

    private Uni<Piece<ScanLog.Position>> readScans(
            SqlConnection tx, Reader reader, Cursor cursor, Instant until, List<UUID> brands) {
        ScanLog.Position from = cursor.scans();
        if (!from.at().isBefore(until)) {
            return Uni.createFrom().item(new Piece<>(from, false));
        }
        Duration slice = slices.getOrDefault(reader, SLICE_MIN);
        Instant end = from.at().plus(slice).isBefore(until) ? from.at().plus(slice) : until;
        return scanLog.read(tx, from, end, brands, SCANS_MAX)
                .call(piece -> {
                    slices.put(reader, next(slice, piece.isFull()));
                    return scans.insert(tx, earliest(piece.scans())).flatMap(rows -> counter.count(tx, rows));
                })
                .map(piece -> new Piece<>(piece.end(), piece.isFull() || end.isBefore(until)));
    }

    private Uni<Piece<UUID>> readMovements(SqlConnection tx, Reader reader, Cursor cursor, Instant until) {
        UUID end = new UUID(until.toEpochMilli() << ID_TIME_SHIFT, 0);
        return movementLog.read(tx, cursor.movement(), end, MOVEMENTS_MAX).flatMap(found -> {
            boolean isFull = found.size() == MOVEMENTS_MAX;
            UUID last = isFull ? found.get(MOVEMENTS_MAX - 1).id() : later(cursor.movement(), end);
            Piece<UUID> piece = new Piece<>(last, isFull);
            if (found.isEmpty()) {
                return Uni.createFrom().item(piece);
            }
            Set<CodeRef> moved = new HashSet<>();
            found.forEach(one -> moved.add(one.code()));
            // Shipments are counted once: when no earlier movement can be committed any more.
            return movementLog
                    .within(tx, moved)
                    .flatMap(ranges -> scans.enqueue(tx, ranges))
                    .flatMap(done -> reader == Reader.TAIL
                            ? counter.ship(tx, found)
                            : Uni.createFrom().voidItem())
                    .replaceWith(piece);
        });
    }

    private static Duration next(Duration slice, boolean isFull) {
        Duration next = isFull ? slice.dividedBy(2) : slice.multipliedBy(2);
        if (next.compareTo(SLICE_MIN) < 0) {
            return SLICE_MIN;
        }
        return next.compareTo(SLICE_MAX) > 0 ? SLICE_MAX : next;
    }

    /** The later of two ids, compared as PostgreSQL does, without signs. */
    private static UUID later(UUID one, UUID other) {
        int order = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return order >= 0 ? one : other;
    }

    /** The earliest scan of each code. */
    private static Collection<LocatedScan> earliest(List<LocatedScan> inOrder) {
        Map<CodeRef, LocatedScan> first = new LinkedHashMap<>();
        inOrder.forEach(scan -> first.putIfAbsent(scan.code(), scan));
        return first.values();
    }
}
