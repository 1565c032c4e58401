package dev.yima.gateway.channel;

import dev.yima.codec.CodeKind;
import dev.yima.gateway.channel.Move.Partner;
import dev.yima.gateway.channel.MovementResource.Batch;
import dev.yima.gateway.channel.MovementResource.NewMovement;
import dev.yima.gateway.channel.MovementResource.Result;
import dev.yima.gateway.channel.MovementResource.RowView;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.Ids;
import dev.yima.gateway.platform.Staff;
import dev.yima.gateway.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what devices have seen. Each row is judged at its own moment, after the earlier ones of its batch, and
 * answered by itself; a row that is not recorded changes nothing and can be sent again.
 */
@ApplicationScoped
class Movements {
    /** How far the clock of a device may be ahead. */
    static final Duration AHEAD_MAX = Duration.ofMinutes(5);

    private static final Instant EARLIEST = Instant.parse("2020-01-01T00:00:00Z");

    private final Pool pool;
    private final MovementStore store;
    private final PackCodes codes;
    private final Clock clock;

    Movements(Pool pool, MovementStore store, PackCodes codes, Clock clock) {
        this.pool = pool;
        this.store = store;
        this.codes = codes;
        this.clock = clock;
    }

    /** Records what can be; what became of each row, in their order. */
    Uni<List<RowView>> record(Staff who, Batch batch) {
        if (batch.device().startsWith(Receipts.PHONE)) {
            throw Problem.invalid("device", "must not begin with '" + Receipts.PHONE + "': those are people's own");
        }
        List<String> texts =
                batch.movements().stream().map(NewMovement::code).distinct().toList();
        return codes.of(who, texts)
                .flatMap(lots -> pool.withTransaction(tx ->
                        store.lock(tx, who.brand()).flatMap(locked -> judge(tx, who, new Judging(batch, lots)))));
    }

    private Uni<List<RowView>> judge(SqlConnection tx, Staff who, Judging judging) {
        Instant now = clock.instant();
        Batch batch = judging.batch;
        Set<CodeRef> moved = judging.codes();
        return store.known(tx, who.brand(), batch.device(), judging.sequences())
                .invoke(judging.known::putAll)
                .flatMap(known -> store.partners(tx, who.brand(), judging.partners()))
                .invoke(judging.partners::putAll)
                .flatMap(partners -> store.chains(tx, moved))
                .flatMap(links -> {
                    Set<CodeRef> all = new TreeSet<>(moved);
                    links.forEach(link -> all.add(link.pack()));
                    return store.movesOfEach(tx, all).invoke(moves -> judging.set(links, moves));
                })
                .flatMap(moves -> {
                    List<MovementRecord> recorded = judging.judge(now, clock);
                    return store.insert(tx, who.brand(), who.key(), batch.device(), recorded, now);
                })
                .replaceWith(() -> List.of(judging.rows));
    }

    /** A batch, and what has to be known to judge it. */
    private static final class Judging {
        private final Batch batch;
        private final PackCodes.Lots lots;
        private final Map<Long, MovementRecord> known = new HashMap<>();
        private final Map<UUID, Partner> partners = new HashMap<>();
        private final RowView[] rows;
        private Trail trail = new Trail(Map.of());

        Judging(Batch batch, PackCodes.Lots lots) {
            this.batch = batch;
            this.lots = lots;
            this.rows = new RowView[batch.movements().size()];
        }

        Set<CodeRef> codes() {
            Set<CodeRef> found = new TreeSet<>();
            batch.movements().forEach(row -> lots.find(row.code()).ifPresent(found::add));
            return found;
        }

        Set<Long> sequences() {
            Set<Long> sequences = new HashSet<>();
            batch.movements().forEach(row -> sequences.add(row.sequence()));
            return sequences;
        }

        Set<UUID> partners() {
            Set<UUID> ids = new HashSet<>();
            batch.movements().forEach(row -> ids.add(row.partnerId()));
            return ids;
        }

        void set(List<MovementStore.Link> links, List<MovementRecord> moves) {
            Map<CodeRef, List<CodeRef>> chains = new HashMap<>();
            links.forEach(link -> chains.computeIfAbsent(link.code(), code -> new ArrayList<>(List.of(code)))
                    .add(link.pack()));
            trail = new Trail(chains);
            moves.forEach(one -> trail.add(one.code(), one.move()));
        }

        /** Judges all rows, in the order in which they happened; those that are to be recorded. */
        List<MovementRecord> judge(Instant now, Clock clock) {
            List<MovementRecord> recorded = new ArrayList<>();
            int[] order = IntStream.range(0, rows.length)
                    .boxed()
                    .sorted(Comparator.comparing(n -> batch.movements().get(n).at()))
                    .mapToInt(Integer::intValue)
                    .toArray();
            // Of two at the same moment, the one that comes later in the batch is the later one.
            UUID[] ids =
                    Stream.generate(() -> Ids.next(clock)).limit(rows.length).toArray(UUID[]::new);
            Arrays.sort(ids);
            for (int n = 0; n < order.length; n++) {
                NewMovement row = batch.movements().get(order[n]);
                MovementRecord earlier = known.get(row.sequence());
                Optional<CodeRef> code = lots.find(row.code());
                MovementRule rule = earlier == null ? broken(row, code.orElse(null), now) : reused(row, code, earlier);
                boolean fresh = earlier == null && rule == null;
                if (fresh) {
                    MovementRecord movement = movement(row, code.orElseThrow(), ids[n], now);
                    recorded.add(movement);
                    known.put(row.sequence(), movement);
                    trail.add(movement.code(), movement.move());
                }
                Result result = fresh ? Result.RECORDED : rule == null ? Result.ALREADY : Result.CONFLICT;
                rows[order[n]] = new RowView(row.sequence(), result, rule == null ? null : rule.slug());
            }
            return recorded;
        }

        private static @Nullable MovementRule reused(NewMovement row, Optional<CodeRef> code, MovementRecord earlier) {
            boolean same = code.filter(earlier.code()::equals).isPresent()
                    && row.kind() == earlier.move().kind()
                    && row.partnerId().equals(earlier.move().partner().id())
                    && moment(row).equals(earlier.move().at())
                    && Objects.equals(row.orderNo(), earlier.orderNo());
            return same ? null : MovementRule.SEQUENCE_REUSED;
        }

        private @Nullable MovementRule broken(NewMovement row, @Nullable CodeRef code, Instant now) {
            if (code == null) {
                return MovementRule.NOT_A_CODE;
            }
            if (lots.kind(code) == CodeKind.ITEM_INNER) {
                return MovementRule.WRONG_KIND;
            }
            if (lots.isVoid(code)) {
                return MovementRule.VOID_CODE;
            }
            Partner partner = partners.get(row.partnerId());
            if (partner == null) {
                return MovementRule.NO_SUCH_PARTNER;
            }
            if (row.at().isAfter(now.plus(AHEAD_MAX))) {
                return MovementRule.IN_THE_FUTURE;
            }
            if (row.at().isBefore(EARLIEST)) {
                return MovementRule.TOO_LONG_AGO;
            }
            return switch (row.kind()) {
                case OUTBOUND -> isElsewhere(code, partner, moment(row)) ? MovementRule.ELSEWHERE : null;
                case RECEIPT, RETURN ->
                    trail.sent(code, partner, moment(row)).isPresent() ? null : MovementRule.NOT_THERE;
            };
        }

        /** Goods of a dealer may go to a store that is no other dealer's. */
        private boolean isElsewhere(CodeRef code, Partner to, Instant at) {
            UUID dealer = to.inHandsOf();
            return dealer != null
                    && trail.dealer(code, at)
                            .filter(has -> !has.id().equals(dealer))
                            .isPresent();
        }

        private MovementRecord movement(NewMovement row, CodeRef code, UUID id, Instant now) {
            Partner partner = Objects.requireNonNull(partners.get(row.partnerId()), "was looked for before");
            return new MovementRecord(
                    code,
                    new Move(moment(row), id, row.kind(), partner),
                    row.orderNo(),
                    batch.device(),
                    row.sequence(),
                    now);
        }

        /** In microseconds, as it is kept. */
        private static Instant moment(NewMovement row) {
            return row.at().truncatedTo(ChronoUnit.MICROS);
        }
    }
}
