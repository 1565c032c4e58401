package dev.yima.gateway.scanstate;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.ScanHistory.CodeHistory;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.redis.RedisConnection;
import dev.yima.gateway.platform.redis.RedisConnection.Script;
import dev.yima.gateway.scanstate.ScanState.StateUpdate;
import dev.yima.gateway.scanstate.ScanStateCache.Lookup;
import dev.yima.gateway.scanstate.ScanStateCache.Purpose;
import io.lettuce.core.ScriptOutputType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The state of codes in Redis: seven words per code under {@code y2:{lot}:serial}, and a marker per further person who
 * scanned it within the window. The lot in braces keeps a lot's keys on one node of a cluster; the 2 is the version of
 * the format, so that a release with another format does not read this one.
 */
@ApplicationScoped
class RedisScanState {
    private static final Logger LOG = Logger.getLogger(RedisScanState.class);
    private static final Script RECORD_SCAN = Script.of("/lua/record_scan.lua");
    private static final Script MERGE_HISTORY = Script.of("/lua/merge_history.lua");
    private static final Duration TIME_TO_LIVE = Duration.ofHours(1);
    private static final String NOBODY = "-";
    private static final List<String> NO_UPDATE = List.of("0", NOBODY, "0", "0", "0");

    private final RedisConnection redis;
    private final Clock clock;
    private final Duration window;
    private final String windowMs;
    private final String timeToLiveMs = Long.toString(TIME_TO_LIVE.toMillis());

    RedisScanState(RedisConnection redis, Clock clock, YimaConfig config) {
        this.redis = redis;
        this.clock = clock;
        this.window = config.limits().sameScanWindow();
        this.windowMs = Long.toString(window.toMillis());
    }

    /**
     * The entry of a code in Redis.
     *
     * @param state the state as far as Redis knows it
     * @param since the time at which Redis first saw the code
     * @param hasHistory whether the history from before that time has been merged
     * @param needHistory whether PostgreSQL may add something: the history, or a scan of this person within the window
     */
    record Entry(ScanState state, Instant since, boolean hasHistory, boolean needHistory) {}

    /**
     * Facts to be merged into the entry of a code.
     *
     * @param code the code
     * @param member the person whose scan brought the facts
     * @param update the history, null when Redis has it
     * @param holder the holder of the claim, null when none is known
     * @param refuted a holder whom PostgreSQL does not know, to be removed if Redis still names them; null for none
     */
    record HistoryMerge(
            CodeRef code,
            UUID member,
            @Nullable StateUpdate update,
            @Nullable UUID holder,
            @Nullable UUID refuted) {}

    /**
     * Records or reads a batch of scans: one call per lot, all sent together. Never fails; what Redis does not answer,
     * or not legibly, is empty.
     */
    Uni<List<Optional<Entry>>> record(List<Lookup> lookups) {
        Map<Integer, List<Integer>> byLot = new LinkedHashMap<>();
        for (int i = 0; i < lookups.size(); i++) {
            byLot.computeIfAbsent(lookups.get(i).code().lot(), lot -> new ArrayList<>())
                    .add(i);
        }
        List<Optional<Entry>> entries = new ArrayList<>(Collections.nCopies(lookups.size(), Optional.empty()));
        List<Uni<Void>> calls = byLot.values().stream()
                .map(indices -> recordLot(lookups, indices, entries))
                .toList();
        return Uni.join().all(calls).andFailFast().replaceWith(entries);
    }

    /** Merges facts into a batch of entries: one call per lot, all sent together. Fails when one call did. */
    Uni<List<Boolean>> merge(List<HistoryMerge> merges) {
        Map<Integer, List<HistoryMerge>> byLot = new LinkedHashMap<>();
        merges.forEach(merge -> byLot.computeIfAbsent(merge.code().lot(), lot -> new ArrayList<>())
                .add(merge));
        List<Uni<Object>> calls = byLot.values().stream().map(this::mergeLot).toList();
        return Uni.join().all(calls).andCollectFailures().replaceWith(() -> Collections.nCopies(merges.size(), true));
    }

    private Uni<Object> mergeLot(List<HistoryMerge> merges) {
        List<String> keys = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        arguments.add(millis(clock.instant()));
        arguments.add(windowMs);
        arguments.add(timeToLiveMs);
        for (HistoryMerge merge : merges) {
            keys.add(stateKey(merge.code()));
            keys.add(markerKey(merge.code(), merge.member()));
            arguments.add(text(merge.refuted()));
            arguments.add(text(merge.holder()));
            if (merge.update() == null) {
                arguments.addAll(NO_UPDATE);
            } else {
                CodeHistory history = merge.update().history();
                arguments.add("1");
                arguments.add(text(history.firstMember()));
                arguments.add(history.firstAt() == null ? "0" : millis(history.firstAt()));
                arguments.add(Long.toString(history.counted()));
                arguments.add(merge.update().repeats() ? "1" : "0");
            }
        }
        return redis.run(MERGE_HISTORY, ScriptOutputType.INTEGER, keys, arguments);
    }

    private Uni<Void> recordLot(List<Lookup> lookups, List<Integer> indices, List<Optional<Entry>> entries) {
        List<String> keys = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        arguments.add(millis(lookups.get(indices.get(0)).at()));
        arguments.add(windowMs);
        arguments.add(timeToLiveMs);
        for (int index : indices) {
            Lookup lookup = lookups.get(index);
            keys.add(stateKey(lookup.code()));
            keys.add(markerKey(lookup.code(), lookup.member()));
            arguments.add(lookup.member().toString());
            arguments.add(lookup.purpose() == Purpose.RECORD ? "1" : "0");
        }
        return redis.<List<String>>run(RECORD_SCAN, ScriptOutputType.MULTI, keys, arguments)
                .invoke(answers -> {
                    for (int i = 0; i < answers.size(); i++) {
                        int index = indices.get(i);
                        entries.set(
                                index,
                                Optional.of(
                                        read(answers.get(i), lookups.get(index).at())));
                    }
                })
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.debug("PostgreSQL is asked instead", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Entry read(String answer, Instant at) {
        String[] words = answer.split(" ", -1);
        @Nullable UUID firstMember = uuid(words[0]);
        Instant firstAt = Instant.ofEpochMilli(Long.parseLong(words[1]));
        boolean hasHistory = !"unasked".equals(words[4]);
        boolean counted = "1".equals(words[5]);
        Instant since = Instant.ofEpochMilli(Long.parseLong(words[6]));
        ScanState state = new ScanState(
                Long.parseLong(words[2]),
                firstMember == null ? null : firstAt,
                firstMember,
                uuid(words[3]),
                false,
                counted,
                since,
                null);
        boolean mayRepeat =
                counted && "some".equals(words[4]) && since.plus(window).isAfter(at);
        return new Entry(state, since, hasHistory, !hasHistory || mayRepeat);
    }

    private static @Nullable UUID uuid(String word) {
        return word.equals(NOBODY) ? null : UUID.fromString(word);
    }

    private static String stateKey(CodeRef code) {
        return "y2:{" + code.lot() + "}:" + code.serial();
    }

    private static String markerKey(CodeRef code, UUID member) {
        return stateKey(code) + ':' + member;
    }

    private static String text(@Nullable UUID uuid) {
        return uuid == null ? NOBODY : uuid.toString();
    }

    private static String millis(Instant instant) {
        return Long.toString(instant.toEpochMilli());
    }
}
