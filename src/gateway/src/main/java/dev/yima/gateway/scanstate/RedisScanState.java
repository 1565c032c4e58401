package dev.yima.gateway.scanstate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.ScanHistory.Past;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.redis.RedisConnection;
import dev.yima.gateway.platform.redis.RedisConnection.Script;
import dev.yima.gateway.scanstate.ScanState.News;
import dev.yima.gateway.scanstate.ScanStateCache.Purpose;
import dev.yima.gateway.scanstate.ScanStateCache.Question;
import io.lettuce.core.ScriptOutputType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state of codes in Redis: a few words per code under {@code y2:{lot}:serial}, and a mark per further person who
 * scanned it a moment ago. The lot in braces keeps a lot's keys on one node of a cluster; the 2 is the form of the
 * state, so that a release which writes another does not read this one.
 */
@ApplicationScoped
class RedisScanState {
    private static final Script SIGHT = script("/lua/sight.lua");
    private static final Script LEARN = script("/lua/learn.lua");
    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final String NOBODY = "-";
    private static final List<String> NO_NEWS = List.of("0", NOBODY, "0", "0", "0");

    private final RedisConnection redis;
    private final Clock clock;
    private final Duration window;
    private final String windowMs;
    private final String rememberedMs = Long.toString(REMEMBERED.toMillis());

    RedisScanState(RedisConnection redis, Clock clock, YimaConfig config) {
        this.redis = redis;
        this.clock = clock;
        this.window = config.limits().sameScanWindow();
        this.windowMs = Long.toString(window.toMillis());
    }

    /**
     * What Redis knows of a code.
     *
     * @param sighting as far as the gate has seen it
     * @param since the moment that the gate first saw it
     * @param knowsPast whether the gate was told what happened before that
     * @param asksHistory whether PostgreSQL may add something: the past, or that this person was just counted
     */
    record State(ScanState sighting, Instant since, boolean knowsPast, boolean asksHistory) {}

    /**
     * What the gate cannot know by itself.
     *
     * @param code the code
     * @param member who tells
     * @param news what PostgreSQL knew, null when nothing
     * @param holder who holds the claim, null when nobody is known to
     */
    record Lesson(
            CodeRef code,
            UUID member,
            @Nullable News news,
            @Nullable UUID holder) {}

    /** Sees a batch of scans: one call per lot, all sent together. */
    Uni<List<State>> see(List<Question> questions) {
        Map<Integer, List<Integer>> byLot = new LinkedHashMap<>();
        for (int i = 0; i < questions.size(); i++) {
            byLot.computeIfAbsent(questions.get(i).code().lot(), lot -> new ArrayList<>())
                    .add(i);
        }
        State[] states = new State[questions.size()];
        List<Uni<Void>> calls = byLot.values().stream()
                .map(indices -> seeLot(questions, indices, states))
                .toList();
        return Uni.join().all(calls).andFailFast().map(done -> Arrays.asList(states));
    }

    /** Tells what the gate cannot know by itself, for a batch of codes: one call per lot, all sent together. */
    Uni<List<Boolean>> learn(List<Lesson> lessons) {
        Map<Integer, List<Lesson>> byLot = new LinkedHashMap<>();
        lessons.forEach(lesson -> byLot.computeIfAbsent(lesson.code().lot(), lot -> new ArrayList<>())
                .add(lesson));
        List<Uni<Object>> calls = byLot.values().stream().map(this::learnLot).toList();
        return Uni.join().all(calls).andFailFast().replaceWith(() -> Collections.nCopies(lessons.size(), true));
    }

    private Uni<Object> learnLot(List<Lesson> lessons) {
        List<String> keys = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        arguments.add(millis(clock.instant()));
        arguments.add(windowMs);
        arguments.add(rememberedMs);
        for (Lesson lesson : lessons) {
            keys.add(state(lesson.code()));
            keys.add(mark(lesson.code(), lesson.member()));
            arguments.add(text(lesson.holder()));
            if (lesson.news() == null) {
                arguments.addAll(NO_NEWS);
            } else {
                Past past = lesson.news().past();
                arguments.add("1");
                arguments.add(text(past.firstMember()));
                arguments.add(past.firstAt() == null ? "0" : millis(past.firstAt()));
                arguments.add(Long.toString(past.counted()));
                arguments.add(lesson.news().repeats() ? "1" : "0");
            }
        }
        return redis.run(LEARN, ScriptOutputType.INTEGER, keys, arguments);
    }

    private Uni<Void> seeLot(List<Question> questions, List<Integer> indices, State[] states) {
        List<String> keys = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        arguments.add(millis(questions.get(indices.get(0)).at()));
        arguments.add(windowMs);
        arguments.add(rememberedMs);
        for (int index : indices) {
            Question question = questions.get(index);
            keys.add(state(question.code()));
            keys.add(mark(question.code(), question.member()));
            arguments.add(question.member().toString());
            arguments.add(question.purpose() == Purpose.RECORD ? "1" : "0");
        }
        return redis.<List<String>>run(SIGHT, ScriptOutputType.MULTI, keys, arguments)
                .invoke(answers -> {
                    for (int i = 0; i < answers.size(); i++) {
                        states[indices.get(i)] = read(
                                answers.get(i), questions.get(indices.get(i)).at());
                    }
                })
                .replaceWithVoid();
    }

    private State read(String answer, Instant at) {
        String[] words = answer.split(" ", -1);
        @Nullable UUID firstMember = uuid(words[0]);
        Instant firstAt = Instant.ofEpochMilli(Long.parseLong(words[1]));
        boolean knowsPast = !"unasked".equals(words[4]);
        boolean counted = "1".equals(words[5]);
        Instant since = Instant.ofEpochMilli(Long.parseLong(words[6]));
        ScanState sighting = new ScanState(
                Long.parseLong(words[2]),
                firstMember == null ? null : firstAt,
                firstMember,
                uuid(words[3]),
                counted,
                null);
        boolean mayRepeat =
                counted && "some".equals(words[4]) && since.plus(window).isAfter(at);
        return new State(sighting, since, knowsPast, !knowsPast || mayRepeat);
    }

    private static @Nullable UUID uuid(String word) {
        return word.equals(NOBODY) ? null : UUID.fromString(word);
    }

    private static String state(CodeRef code) {
        return "y2:{" + code.lot() + "}:" + code.serial();
    }

    private static String mark(CodeRef code, UUID member) {
        return state(code) + ':' + member;
    }

    private static String text(@Nullable UUID uuid) {
        return uuid == null ? NOBODY : uuid.toString();
    }

    private static String millis(Instant instant) {
        return Long.toString(instant.toEpochMilli());
    }

    private static Script script(String resource) {
        try (InputStream text = RedisScanState.class.getResourceAsStream(resource)) {
            if (text == null) {
                throw new IllegalStateException("missing resource: " + resource);
            }
            return Script.of(new String(text.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
