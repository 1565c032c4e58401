package dev.yima.gateway.supply.movement;

import dev.yima.codec.CodeKind;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.db.Ids;
import dev.yima.gateway.supply.ScannedCodes;
import dev.yima.gateway.supply.aggregation.AggregationQuery.Ancestor;
import dev.yima.gateway.supply.movement.Movement.Partner;
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
 * Validates a batch of movements. Each row is validated at its own moment, by what happened before and by what is
 * recorded of later. The rows of one outermost pack are first taken together, since a later one may explain an earlier
 * one; where together they contradict what is recorded, each is taken by itself. The facts about the rows are put in
 * before {@link #validate}.
 */
final class MovementValidator {
    private static final Instant EARLIEST = Instant.parse("2020-01-01T00:00:00Z");

    private final String device;
    private final List<NewMovement> movements;
    private final ScannedCodes.Lots lots;
    private final Instant now;
    private final int[] order;
    private final UUID[] ids;
    private final Map<Long, MovementRecord> bySequence = new HashMap<>();
    private final Map<UUID, Partner> partners = new HashMap<>();
    private final Map<CodeRef, Set<CodeRef>> contents = new HashMap<>();
    private MovementHistory recorded = MovementHistory.of(List.of());

    MovementValidator(String device, List<NewMovement> movements, ScannedCodes.Lots lots, Clock clock) {
        this.device = device;
        this.movements = movements;
        this.lots = lots;
        this.now = clock.instant();
        this.order = IntStream.range(0, movements.size())
                .boxed()
                .sorted(Comparator.comparing(n -> movements.get(n).at()))
                .mapToInt(Integer::intValue)
                .toArray();
        this.ids = Stream.generate(() -> Ids.next(clock)).limit(order.length).toArray(UUID[]::new);
        Arrays.sort(ids);
    }

    /**
     * Outcome of a batch.
     *
     * @param rows each row's answer, in the order of the request
     * @param accepted the movements to record, in the order of time
     */
    record Verdict(List<RowView> rows, List<MovementRecord> accepted) {}

    /** The moment of the validation, which is that of the recording. */
    Instant now() {
        return now;
    }

    /** The codes of the brand that the rows name. */
    Set<CodeRef> codes() {
        Set<CodeRef> found = new TreeSet<>();
        movements.forEach(row -> lots.find(row.code()).ifPresent(found::add));
        return found;
    }

    /** The numbers of the rows on their device. */
    Set<Long> sequences() {
        Set<Long> sequences = new HashSet<>();
        movements.forEach(row -> sequences.add(row.sequence()));
        return sequences;
    }

    /** The ids that the rows name as partners'. */
    Set<UUID> partners() {
        Set<UUID> ids = new HashSet<>();
        movements.forEach(row -> ids.add(row.partnerId()));
        return ids;
    }

    /** Puts in the movements that are recorded under the same numbers of the device. */
    void putRecorded(Map<Long, MovementRecord> found) {
        bySequence.putAll(found);
    }

    /** Puts in the partners of the brand that the rows name. */
    void putPartners(Map<UUID, Partner> found) {
        partners.putAll(found);
    }

    /** Puts in the aggregation chains and the recorded movements of the rows' codes and of their contents. */
    void putHistory(Collection<Ancestor> ancestors, Collection<MovementRecord> movements) {
        recorded = MovementHistory.of(ancestors).addAll(movements);
        ancestors.forEach(one ->
                contents.computeIfAbsent(one.pack(), pack -> new TreeSet<>()).add(one.code()));
        movements.stream()
                .map(one -> one.movement().id())
                .max(Comparator.naturalOrder())
                .ifPresent(this::renumberAfter);
    }

    /**
     * Makes the ids of the batch greater than a recorded one. Of two movements at the same moment, the one that comes
     * later in the batch is the later one, and what is recorded comes before both: also where another replica's clock
     * is ahead.
     */
    private void renumberAfter(UUID latest) {
        UUID before = latest;
        for (int n = 0; n < ids.length; n++) {
            if (ids[n].compareTo(before) <= 0) {
                ids[n] = new UUID(before.getMostSignificantBits(), before.getLeastSignificantBits() + 1);
            }
            before = ids[n];
        }
    }

    /** Validates all rows. */
    Verdict validate() {
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

    /** The rule against a row whose number is recorded; null where it is the same movement. */
    private static @Nullable RejectionReason reused(NewMovement row, Optional<CodeRef> code, MovementRecord earlier) {
        boolean same = code.filter(earlier.code()::equals).isPresent()
                && row.kind() == earlier.movement().kind()
                && row.partnerId().equals(earlier.movement().partner().id())
                && moment(row).equals(earlier.movement().at())
                && Objects.equals(row.orderNo(), earlier.orderNo());
        return same ? null : RejectionReason.SEQUENCE_REUSED;
    }

    /** The rule against a row whatever happened before and after; null for none. */
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

    /** The moment of a row in microseconds, as it is recorded. */
    private static Instant moment(NewMovement row) {
        return row.at().truncatedTo(ChronoUnit.MICROS);
    }

    /** One validation of the whole batch, in the order in which it happened. */
    private final class Attempt {
        private final Set<CodeRef> apart;
        private final MovementHistory history = recorded.copy();
        private final Map<Long, MovementRecord> numbers = new HashMap<>(bySequence);
        private final RowView[] rows = new RowView[order.length];
        private final List<MovementRecord> accepted = new ArrayList<>();

        Attempt(Set<CodeRef> apart) {
            this.apart = apart;
            for (int n = 0; n < order.length; n++) {
                rows[order[n]] = row(movements.get(order[n]), ids[n]);
            }
        }

        Verdict verdict() {
            return new Verdict(List.of(rows), accepted);
        }

        /** The outermost packs of all accepted rows. */
        Set<CodeRef> outermost() {
            Set<CodeRef> all = new HashSet<>();
            accepted.forEach(one -> all.add(history.outermost(one.code())));
            return all;
        }

        /** The outermost packs whose rows, taken together, contradict something that is recorded. */
        Set<CodeRef> contradictory() {
            Set<CodeRef> found = new HashSet<>();
            Set<CodeRef> checked = new HashSet<>();
            for (MovementRecord one : accepted) {
                CodeRef outermost = history.outermost(one.code());
                if (!apart.contains(outermost)
                        && affected(one.code()).stream().filter(checked::add).anyMatch(this::isContradictory)) {
                    found.add(outermost);
                }
            }
            return found;
        }

        private boolean isContradictory(CodeRef code) {
            Set<UUID> found = history.contradictions(code).keySet();
            accepted.forEach(one -> found.remove(one.movement().id()));
            return !recorded.contradictions(code).keySet().containsAll(found);
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
            Partner partner =
                    Objects.requireNonNull(partners.get(row.partnerId()), "no such partner was rejected before");
            Movement movement = new Movement(moment(row), id, row.kind(), partner);
            MovementRecord candidate =
                    new MovementRecord(code.orElseThrow(), movement, row.orderNo(), device, row.sequence(), now);
            RejectionReason rule = add(candidate);
            if (rule != null) {
                return view(row, rule == RejectionReason.SENT_ALREADY ? Result.ALREADY : Result.CONFLICT, rule);
            }
            numbers.put(row.sequence(), candidate);
            accepted.add(candidate);
            return view(row, Result.RECORDED, null);
        }

        private static RowView view(NewMovement row, Result result, @Nullable RejectionReason rule) {
            return new RowView(row.sequence(), result, rule == null ? null : rule.slug(), null);
        }

        /** Adds a movement to the history, unless a rule is against it; null for none. */
        private @Nullable RejectionReason add(MovementRecord one) {
            CodeRef code = one.code();
            boolean alone = apart.contains(history.outermost(code));
            Map<CodeRef, Set<UUID>> before = new HashMap<>();
            if (alone) {
                affected(code)
                        .forEach(each ->
                                before.put(each, history.contradictions(each).keySet()));
            }
            history.add(code, one.movement());
            RejectionReason rule = null;
            for (CodeRef each : affected(code)) {
                Map<UUID, RejectionReason> after = history.contradictions(each);
                boolean own = each.equals(code);
                RejectionReason itself = after.get(one.movement().id());
                if (rule == null && (own || itself != RejectionReason.SENT_ALREADY)) {
                    rule = itself;
                }
                if (rule == null && alone) {
                    after.remove(one.movement().id());
                    after.keySet().removeAll(before.getOrDefault(each, Set.of()));
                    rule = contradicts(after.values(), own);
                }
            }
            if (rule != null) {
                history.removeLast(code);
            }
            return rule;
        }

        /**
         * The rule against a movement by the movements that it contradicts; null for none. A pack is shipped for the
         * rest of it, whatever in it was shipped individually.
         */
        private static @Nullable RejectionReason contradicts(Collection<RejectionReason> others, boolean own) {
            if (others.stream().allMatch(RejectionReason.SENT_ALREADY::equals)) {
                return others.isEmpty() || !own ? null : RejectionReason.SENT_ALREADY;
            }
            return RejectionReason.CONTRADICTS_LATER;
        }

        /** A code, and then its contents that were moved individually. */
        private List<CodeRef> affected(CodeRef code) {
            List<CodeRef> affected = new ArrayList<>(List.of(code));
            affected.addAll(contents.getOrDefault(code, Set.of()));
            return affected;
        }
    }
}
