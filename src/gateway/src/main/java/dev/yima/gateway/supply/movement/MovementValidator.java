package dev.yima.gateway.supply.movement;

import dev.yima.codec.CodeKind;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.supply.ScannedCodes;
import dev.yima.gateway.supply.movement.Movement.Partner;
import dev.yima.gateway.supply.movement.MovementResource.Batch;
import dev.yima.gateway.supply.movement.MovementResource.NewMovement;
import dev.yima.gateway.supply.movement.MovementResource.Result;
import dev.yima.gateway.supply.movement.MovementResource.RowView;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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
 * A batch of movements, and what has to be known to judge it. Each row is judged at its own moment, by what happened
 * before and by what is recorded of later. The rows of one outermost pack are first taken together, since a later one
 * may explain an earlier one; where together they contradict what is recorded, each is taken by itself.
 */
final class MovementValidator {
    private static final Instant EARLIEST = Instant.parse("2020-01-01T00:00:00Z");

    private final Batch batch;
    private final ScannedCodes.Lots lots;
    private final Instant now;
    private final int[] order;
    private final UUID[] ids;
    private final Map<Long, MovementRecord> known = new HashMap<>();
    private final Map<UUID, Partner> partners = new HashMap<>();
    private final Map<CodeRef, Set<CodeRef>> inside = new HashMap<>();
    private MovementHistory recorded = new MovementHistory(Map.of());

    MovementValidator(Batch batch, ScannedCodes.Lots lots, Clock clock) {
        this.batch = batch;
        this.lots = lots;
        this.now = clock.instant();
        this.order = IntStream.range(0, batch.movements().size())
                .boxed()
                .sorted(Comparator.comparing(n -> batch.movements().get(n).at()))
                .mapToInt(Integer::intValue)
                .toArray();
        this.ids = Stream.generate(() -> Ids.next(clock)).limit(order.length).toArray(UUID[]::new);
        Arrays.sort(ids);
    }

    /**
     * What became of a batch.
     *
     * @param rows each row's answer, in the order of the request
     * @param fresh what is to be recorded, in the order of time
     */
    record Verdict(List<RowView> rows, List<MovementRecord> fresh) {}

    Instant now() {
        return now;
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

    /** Tells what the device said before under the same numbers. */
    void know(Map<Long, MovementRecord> before) {
        known.putAll(before);
    }

    /** Tells the partners. */
    void meet(Map<UUID, Partner> found) {
        partners.putAll(found);
    }

    /** Tells what the codes and what was moved within them is in, and how all of that was moved. */
    void follow(Collection<MovementRepository.Link> links, Collection<MovementRecord> moves) {
        recorded = MovementHistory.of(links);
        moves.forEach(one -> recorded.add(one.code(), one.move()));
        links.forEach(link ->
                inside.computeIfAbsent(link.pack(), pack -> new TreeSet<>()).add(link.code()));
        moves.stream()
                .map(one -> one.move().id())
                .max(Comparator.naturalOrder())
                .ifPresent(this::number);
    }

    /**
     * Of two at the same moment, the one that comes later in the batch is the later one, and what is recorded comes
     * before both: also where another replica's clock is ahead.
     */
    private void number(UUID latest) {
        UUID before = latest;
        for (int n = 0; n < ids.length; n++) {
            if (ids[n].compareTo(before) <= 0) {
                ids[n] = new UUID(before.getMostSignificantBits(), before.getLeastSignificantBits() + 1);
            }
            before = ids[n];
        }
    }

    /** Judges all rows. */
    Verdict judge() {
        Set<CodeRef> apart = new HashSet<>();
        for (boolean again = false; ; again = true) {
            Attempt attempt = new Attempt(apart);
            Set<CodeRef> contradictory = attempt.contradictory();
            if (contradictory.isEmpty()) {
                return attempt.verdict();
            }
            apart.addAll(again ? attempt.outermost() : contradictory);
        }
    }

    private static @Nullable RejectionReason reused(NewMovement row, Optional<CodeRef> code, MovementRecord earlier) {
        boolean same = code.filter(earlier.code()::equals).isPresent()
                && row.kind() == earlier.move().kind()
                && row.partnerId().equals(earlier.move().partner().id())
                && moment(row).equals(earlier.move().at())
                && Objects.equals(row.orderNo(), earlier.orderNo());
        return same ? null : RejectionReason.SEQUENCE_REUSED;
    }

    /** What is wrong with a row whatever happened before and after; null for nothing. */
    private @Nullable RejectionReason malformed(NewMovement row, @Nullable CodeRef code) {
        if (code == null) {
            return RejectionReason.NOT_A_CODE;
        }
        if (lots.kind(code) == CodeKind.ITEM_INNER) {
            return RejectionReason.WRONG_KIND;
        }
        if (lots.isVoid(code)) {
            return RejectionReason.VOID_CODE;
        }
        if (!partners.containsKey(row.partnerId())) {
            return RejectionReason.NO_SUCH_PARTNER;
        }
        if (row.at().isAfter(now.plus(MovementIntake.AHEAD_MAX))) {
            return RejectionReason.IN_THE_FUTURE;
        }
        return row.at().isBefore(EARLIEST) ? RejectionReason.TOO_LONG_AGO : null;
    }

    /** In microseconds, as it is kept. */
    private static Instant moment(NewMovement row) {
        return row.at().truncatedTo(ChronoUnit.MICROS);
    }

    /** The whole batch judged once, in the order in which it happened. */
    private final class Attempt {
        private final Set<CodeRef> apart;
        private final MovementHistory trail = recorded.copy();
        private final Map<Long, MovementRecord> numbers = new HashMap<>(known);
        private final RowView[] rows = new RowView[order.length];
        private final List<MovementRecord> fresh = new ArrayList<>();

        Attempt(Set<CodeRef> apart) {
            this.apart = apart;
            for (int n = 0; n < order.length; n++) {
                rows[order[n]] = row(batch.movements().get(order[n]), ids[n]);
            }
        }

        Verdict verdict() {
            return new Verdict(List.of(rows), fresh);
        }

        Set<CodeRef> outermost() {
            Set<CodeRef> all = new HashSet<>();
            fresh.forEach(one -> all.add(trail.outermost(one.code())));
            return all;
        }

        /** The outermost packs whose rows, taken together, make something false that is recorded. */
        Set<CodeRef> contradictory() {
            Set<CodeRef> found = new HashSet<>();
            Set<CodeRef> seen = new HashSet<>();
            for (MovementRecord one : fresh) {
                CodeRef outermost = trail.outermost(one.code());
                if (!apart.contains(outermost)
                        && affected(one.code()).stream().filter(seen::add).anyMatch(this::isContradictory)) {
                    found.add(outermost);
                }
            }
            return found;
        }

        private boolean isContradictory(CodeRef code) {
            Set<UUID> breaches = trail.breaches(code).keySet();
            fresh.forEach(one -> breaches.remove(one.move().id()));
            return !recorded.breaches(code).keySet().containsAll(breaches);
        }

        private RowView row(NewMovement row, UUID id) {
            Optional<CodeRef> code = lots.find(row.code());
            MovementRecord earlier = numbers.get(row.sequence());
            if (earlier != null) {
                RejectionReason rule = reused(row, code, earlier);
                return view(row, rule == null ? Result.ALREADY : Result.CONFLICT, rule);
            }
            RejectionReason malformed = malformed(row, code.orElse(null));
            if (malformed != null) {
                return view(row, Result.CONFLICT, malformed);
            }
            Partner partner = Objects.requireNonNull(partners.get(row.partnerId()), "was looked for before");
            Movement move = new Movement(moment(row), id, row.kind(), partner);
            MovementRecord movement =
                    new MovementRecord(code.orElseThrow(), move, row.orderNo(), batch.device(), row.sequence(), now);
            RejectionReason rule = add(movement);
            if (rule != null) {
                return view(row, rule == RejectionReason.SENT_ALREADY ? Result.ALREADY : Result.CONFLICT, rule);
            }
            numbers.put(row.sequence(), movement);
            fresh.add(movement);
            return view(row, Result.RECORDED, null);
        }

        private static RowView view(NewMovement row, Result result, @Nullable RejectionReason rule) {
            return new RowView(row.sequence(), result, rule == null ? null : rule.slug());
        }

        /** Adds a movement to the trail, unless a rule is against it. */
        private @Nullable RejectionReason add(MovementRecord one) {
            CodeRef code = one.code();
            boolean alone = apart.contains(trail.outermost(code));
            Map<CodeRef, Set<UUID>> before = new HashMap<>();
            if (alone) {
                affected(code)
                        .forEach(each -> before.put(each, trail.breaches(each).keySet()));
            }
            trail.add(code, one.move());
            RejectionReason rule = null;
            for (CodeRef each : affected(code)) {
                Map<UUID, RejectionReason> after = trail.breaches(each);
                boolean own = each.equals(code);
                RejectionReason itself = after.get(one.move().id());
                if (rule == null && (own || itself != RejectionReason.SENT_ALREADY)) {
                    rule = itself;
                }
                if (rule == null && alone) {
                    after.remove(one.move().id());
                    after.keySet().removeAll(before.getOrDefault(each, Set.of()));
                    rule = contradicts(after.values(), own);
                }
            }
            if (rule != null) {
                trail.takeBack(code);
            }
            return rule;
        }

        /** What a movement makes of others; a pack is sent for the rest of it, whatever in it was sent by itself. */
        private static @Nullable RejectionReason contradicts(Collection<RejectionReason> others, boolean own) {
            if (others.stream().allMatch(RejectionReason.SENT_ALREADY::equals)) {
                return others.isEmpty() || !own ? null : RejectionReason.SENT_ALREADY;
            }
            return RejectionReason.CONTRADICTS_LATER;
        }

        /** A code and what moved within it by itself; the code comes first. */
        private List<CodeRef> affected(CodeRef code) {
            List<CodeRef> affected = new ArrayList<>(List.of(code));
            affected.addAll(inside.getOrDefault(code, Set.of()));
            return affected;
        }
    }
}
