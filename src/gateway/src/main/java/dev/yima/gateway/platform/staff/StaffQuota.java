package dev.yima.gateway.platform.staff;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.redis.RedisConnection;
import dev.yima.gateway.platform.redis.RedisConnection.Script;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.lettuce.core.ScriptOutputType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The quotas of staff's calls: a token bucket of each key and one of its brand, so that no key uses up its brand's, and
 * no brand the service. All replicas take from the same buckets in Redis; while it is away each has its own. A bucket
 * holds what flows into it in {@value #BURST_SECONDS} seconds.
 */
@ApplicationScoped
public class StaffQuota {
    /** The time in which an empty bucket is full again, in seconds. */
    static final int BURST_SECONDS = 60;

    private static final Logger LOG = Logger.getLogger(StaffQuota.class);
    private static final Script TAKE = Script.of("/lua/take_tokens.lua");
    private static final int BUCKETS_MAX = 100_000;
    private static final long BURST_NANOS = TimeUnit.SECONDS.toNanos(BURST_SECONDS);
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    private final RedisConnection redis;
    private final YimaConfig.Limits config;
    /** The moment at which each bucket will be full again; one that is missing is full. */
    private final Cache<String, Long> fullAtNanos = Caffeine.newBuilder()
            .maximumSize(BUCKETS_MAX)
            .expireAfterWrite(Duration.ofSeconds(2 * BURST_SECONDS))
            .build();

    StaffQuota(RedisConnection redis, YimaConfig config) {
        this.redis = redis;
        this.config = config.limits();
    }

    /** The cost of a call, in tokens. */
    public enum Cost {
        /** A call that changes nothing. */
        READ(1),
        /** A call that writes much at once, instead of many calls. */
        BATCH(1),
        /** A call that writes. */
        WRITE(4);

        private final int tokens;

        Cost(int tokens) {
            this.tokens = tokens;
        }

        /** The tokens that it takes from each bucket. */
        int tokens() {
            return tokens;
        }
    }

    /**
     * Takes the tokens of a call from both buckets. Fails with {@link ProblemType#TOO_MANY_CALLS} when one has too few;
     * then none are taken.
     */
    Uni<Void> take(Staff who, Cost cost) {
        return take(who, cost.tokens());
    }

    Uni<Void> take(Staff who, int tokens) {
        Map<String, Integer> ratesBySecond = new LinkedHashMap<>();
        ratesBySecond.put("y:{" + who.brand() + "}:calls", config.brandCallsPerSecond());
        ratesBySecond.put("y:{" + who.brand() + "}:calls:" + who.key(), config.staffCallsPerSecond());
        return Uni.createFrom()
                .deferred(() -> onCallersContext(inRedis(ratesBySecond, tokens)))
                .invoke(waitMs -> {
                    if (waitMs > 0) {
                        throw Problem.tooMany(ProblemType.TOO_MANY_CALLS, Duration.ofSeconds((waitMs + 999) / 1_000));
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Long> inRedis(Map<String, Integer> ratesBySecond, int tokens) {
        List<String> arguments = new ArrayList<>();
        arguments.add(Integer.toString(tokens));
        arguments.add(Integer.toString(BURST_SECONDS));
        ratesBySecond.values().forEach(rate -> arguments.add(Integer.toString(rate)));
        return redis.<Long>run(TAKE, ScriptOutputType.INTEGER, List.copyOf(ratesBySecond.keySet()), arguments)
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debug("this replica has its own quotas for a while", failure);
                    return takeHere(ratesBySecond, tokens);
                });
    }

    /** The same as the script does. */
    private synchronized long takeHere(Map<String, Integer> ratesBySecond, int tokens) {
        long now = System.nanoTime();
        long waitNanos = 0;
        Map<String, Long> taken = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> bucket : ratesBySecond.entrySet()) {
            Long before = fullAtNanos.getIfPresent(bucket.getKey());
            long from = before == null || before - now < 0 ? now : before;
            long fullAt = from + TimeUnit.SECONDS.toNanos(tokens) / bucket.getValue();
            waitNanos = Math.max(waitNanos, fullAt - now - BURST_NANOS);
            taken.put(bucket.getKey(), fullAt);
        }
        if (waitNanos <= 0) {
            fullAtNanos.putAll(taken);
        }
        return (waitNanos + MS - 1) / MS;
    }

    /** Redis answers on a thread of its own. */
    private static <T> Uni<T> onCallersContext(Uni<T> answer) {
        Context caller = Vertx.currentContext();
        return caller == null ? answer : answer.emitOn(next -> caller.runOnContext(ignored -> next.run()));
    }
}
