package dev.yima.gateway.risk;

import dev.yima.gateway.platform.RedisLink;
import dev.yima.gateway.platform.YimaConfig;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/**
 * Limits by the minute, over all replicas. People are counted, and wrong guesses; addresses are not, since thousands of
 * honest people share one behind a mobile network. While Redis is away nobody is limited: the code's tag and the
 * database still guard the money.
 */
@ApplicationScoped
public class Limits {
    private static final long WINDOW_SECONDS = 60;

    private final RedisLink redis;
    private final YimaConfig.Limits config;

    Limits(RedisLink redis, YimaConfig config) {
        this.redis = redis;
        this.config = config.limits();
    }

    /** Counts a scan of a person; fails with {@link ProblemType#TOO_MANY_SCANS} beyond the limit. */
    public Uni<Void> scan(String person, Instant at) {
        return count("y:{" + person + "}:scans:", config.personScansPerMinute(), ProblemType.TOO_MANY_SCANS, at);
    }

    /**
     * Counts a code that was not recognised; fails with {@link ProblemType#TOO_MANY_GUESSES} beyond the limit. A code
     * that is recognised is always answered, whatever a neighbour on the same network does.
     */
    public Uni<Void> guess(Network network, Instant at) {
        return count(
                "y:{" + network.prefix() + "}:guesses:",
                config.networkGuessesPerMinute(),
                ProblemType.TOO_MANY_GUESSES,
                at);
    }

    private Uni<Void> count(String prefix, int max, ProblemType type, Instant at) {
        long window = at.getEpochSecond() / WINDOW_SECONDS;
        String key = prefix + window;
        return redis.ask(commands -> {
                    var counted = commands.incr(key);
                    var unused = commands.expire(key, 2 * WINDOW_SECONDS);
                    return counted;
                })
                .onFailure(RedisLink.AwayException.class)
                .recoverWithItem(0L)
                .map(count -> {
                    if (count > max) {
                        long untilNext = (window + 1) * WINDOW_SECONDS - at.getEpochSecond();
                        throw Problem.tooMany(type, Duration.ofSeconds(untilNext));
                    }
                    return null;
                });
    }
}
