package dev.yima.gateway.risk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.ScanHistory.Past;
import dev.yima.gateway.platform.RedisLink;
import dev.yima.gateway.platform.RedisLink.Script;
import dev.yima.gateway.platform.YimaConfig;
import dev.yima.gateway.risk.RiskGate.Purpose;
import dev.yima.gateway.risk.RiskGate.Question;
import io.lettuce.core.ScriptOutputType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state of codes in Redis: a small hash per code, {@code y:{lot}:serial}, and a mark per further person who scanned
 * it a moment ago. The lot in braces keeps a lot's keys on one node of a cluster.
 */
@ApplicationScoped
class GateKeeper {
    private static final Script SIGHT = script("/lua/sight.lua");
    private static final Script RECALL = script("/lua/recall.lua");
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final RedisLink redis;
    private final Duration window;
    private final String windowMs;

    GateKeeper(RedisLink redis, YimaConfig config) {
        this.redis = redis;
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
    record State(Sighting sighting, Instant since, boolean knowsPast, boolean asksHistory) {}

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

    /** Tells what PostgreSQL knows of the time before the gate first saw a code. */
    Uni<Void> recall(Question question, Past past, boolean repeats) {
        String first = past.firstMember() == null ? "" : past.firstMember().toString();
        String firstAt = past.firstAt() == null ? "0" : millis(past.firstAt());
        String claimedBy = past.claimedBy() == null ? "" : past.claimedBy().toString();
        List<String> keys = List.of(state(question.code()), mark(question));
        List<String> arguments =
                List.of(first, firstAt, Long.toString(past.counted()), claimedBy, windowMs, repeats ? "1" : "0");
        return redis.run(RECALL, ScriptOutputType.INTEGER, keys, arguments).replaceWithVoid();
    }

    /** Notes that a code is taken. */
    Uni<Void> taken(CodeRef code, UUID member) {
        return redis.ask(commands -> {
                    var noted = commands.hset(state(code), "c", member.toString());
                    var unused = commands.pexpire(state(code), REMEMBERED);
                    return noted;
                })
                .replaceWithVoid();
    }

    private Uni<Void> seeLot(List<Question> questions, List<Integer> indices, State[] states) {
        List<String> keys = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        arguments.add(millis(questions.get(indices.get(0)).at()));
        arguments.add(windowMs);
        arguments.add(Long.toString(REMEMBERED.toMillis()));
        for (int index : indices) {
            Question question = questions.get(index);
            keys.add(state(question.code()));
            keys.add(mark(question));
            arguments.add(question.member().toString());
            arguments.add(question.purpose() == Purpose.RECORD ? "1" : "0");
        }
        return redis.<List<List<String>>>run(SIGHT, ScriptOutputType.MULTI, keys, arguments)
                .invoke(answers -> {
                    for (int i = 0; i < answers.size(); i++) {
                        states[indices.get(i)] = read(
                                answers.get(i), questions.get(indices.get(i)).at());
                    }
                })
                .replaceWithVoid();
    }

    private State read(List<String> answer, Instant at) {
        @Nullable UUID firstMember = uuid(answer.get(0));
        Instant firstAt = Instant.ofEpochMilli(Long.parseLong(answer.get(1)));
        boolean knowsPast = "0".equals(answer.get(4));
        boolean counted = "1".equals(answer.get(5));
        Instant since = Instant.ofEpochMilli(Long.parseLong(answer.get(6)));
        Sighting sighting = new Sighting(
                Long.parseLong(answer.get(2)),
                firstMember == null ? null : firstAt,
                firstMember,
                uuid(answer.get(3)),
                counted);
        boolean mayRepeat = counted && since.plus(window).isAfter(at);
        return new State(sighting, since, knowsPast, !knowsPast || mayRepeat);
    }

    private static @Nullable UUID uuid(String text) {
        return text.isEmpty() ? null : UUID.fromString(text);
    }

    private static String state(CodeRef code) {
        return "y:{" + code.lot() + "}:" + code.serial();
    }

    private static String mark(Question question) {
        return state(question.code()) + ':' + question.member();
    }

    private static String millis(Instant instant) {
        return Long.toString(instant.toEpochMilli());
    }

    private static Script script(String resource) {
        try (InputStream text = GateKeeper.class.getResourceAsStream(resource)) {
            if (text == null) {
                throw new IllegalStateException("missing resource: " + resource);
            }
            return Script.of(new String(text.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
