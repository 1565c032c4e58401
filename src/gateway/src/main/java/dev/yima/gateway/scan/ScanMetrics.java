package dev.yima.gateway.scan;

import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.scan.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Metrics of scans: the number by verdict, the time to the answer, and rewards by kind. */
@ApplicationScoped
class ScanMetrics {
    private static final Duration[] OBJECTIVES = IntStream.of(5, 10, 20, 50, 100, 200, 500, 1_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Map<Verdict, Counter> scans;
    private final Map<PrizeKind, Counter> rewards;
    private final Timer time;

    ScanMetrics(MeterRegistry meters) {
        this.scans = counters(
                Verdict.class,
                verdict -> Counter.builder("yima.scans")
                        .description("Scans that were answered, by what they were told")
                        .tag("verdict", verdict.name())
                        .register(meters));
        this.rewards = counters(
                PrizeKind.class,
                kind -> Counter.builder("yima.scans.rewarded")
                        .description("Scans that were answered with a reward, a first or a repeated one")
                        .tag("kind", kind.name())
                        .register(meters));
        this.time = Timer.builder("yima.scan")
                .description("How long it took to answer a scan")
                .serviceLevelObjectives(OBJECTIVES)
                .register(meters);
    }

    /** Times an answer, a failure included. */
    <T> Uni<T> timed(Uni<T> answer) {
        long start = System.nanoTime();
        return answer.onTermination().invoke(() -> time.record(System.nanoTime() - start, TimeUnit.NANOSECONDS));
    }

    /** Counts a code that was not recognised by its true verdict, which the public may not be told. */
    void unrecognised(Verdict verdict) {
        increment(scans, verdict);
    }

    /** Counts the answer for a genuine code. */
    void answered(ScanAnswer answer) {
        increment(scans, answer.verdict());
        if (answer.reward() != null) {
            increment(rewards, answer.reward().kind());
        }
    }

    private static <E> void increment(Map<E, Counter> counters, E key) {
        Objects.requireNonNull(counters.get(key), "every value has a counter").increment();
    }

    private static <E extends Enum<E>> Map<E, Counter> counters(Class<E> type, Function<E, Counter> counter) {
        return Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(Function.identity(), counter, (one, two) -> one, () -> new EnumMap<>(type)));
    }
}
