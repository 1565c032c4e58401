package dev.yima.gateway.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.http.ClientNetwork;
import dev.yima.gateway.platform.redis.RedisConnection;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Limits by the minute. People are counted, and wrong guesses; addresses are not, since thousands of honest people
 * share one behind a mobile network.
 *
 * <p>Each replica counts for itself, so that a scan waits for nobody and one that is refused leaves no trace. It tells
 * Redis each time that an eighth of a limit has been used up, and hears what the others counted: together they let
 * pass at most an eighth more for each further replica. Whoever stays below that eighth, as honest people do, costs
 * Redis nothing. While Redis is away each replica limits alone.
 */
@ApplicationScoped
public class RateLimiter {
    private static final Logger LOG = Logger.getLogger(RateLimiter.class);
    private static final long WINDOW_SECONDS = 60;
    private static final int TELLINGS = 8;
    private static final int TALLIES_MAX = 200_000;

    private final RedisConnection redis;
    private final YimaConfig.Limits config;
    private final Cache<String, Tally> tallies = Caffeine.newBuilder()
            .maximumSize(TALLIES_MAX)
            .expireAfterWrite(Duration.ofSeconds(2 * WINDOW_SECONDS))
            .build();

    RateLimiter(RedisConnection redis, YimaConfig config) {
        this.redis = redis;
        this.config = config.limits();
    }

    /** Counts a scan of a person; throws {@link ProblemType#TOO_MANY_SCANS} beyond the limit. */
    public void scan(String person, Instant at) {
        count("y:{" + person + "}:scans:", config.personScansPerMinute(), ProblemType.TOO_MANY_SCANS, at);
    }

    /**
     * Counts a code that was not recognised; throws {@link ProblemType#TOO_MANY_GUESSES} beyond the limit. A code that
     * is recognised is always answered, whatever a neighbour on the same network does.
     */
    public void guess(ClientNetwork network, Instant at) {
        count(
                "y:{" + network.prefix() + "}:guesses:",
                config.networkGuessesPerMinute(),
                ProblemType.TOO_MANY_GUESSES,
                at);
    }

    private void count(String prefix, int max, ProblemType type, Instant at) {
        long window = at.getEpochSecond() / WINDOW_SECONDS;
        String key = prefix + window;
        Tally tally = tallies.get(key, fresh -> new Tally());
        if (!tally.countUpTo(max)) {
            long untilNext = (window + 1) * WINDOW_SECONDS - at.getEpochSecond();
            throw Problem.tooMany(type, Duration.ofSeconds(untilNext));
        }
        int untold = tally.takeUntold(Math.max(1, max / TELLINGS));
        if (untold > 0) {
            tell(key, untold, tally);
        }
    }

    private void tell(String key, int counted, Tally tally) {
        redis.ask(commands -> {
                    var total = commands.incrby(key, counted);
                    var unused = commands.expire(key, 2 * WINDOW_SECONDS);
                    return total;
                })
                .subscribe()
                .with(tally::hear, failure -> LOG.debug("this replica limits alone for a while", failure));
    }

    /** What was counted within one window: here and, as far as it was heard, elsewhere. */
    private static final class Tally {
        private long total;
        private int untold;

        synchronized boolean countUpTo(int max) {
            if (total >= max) {
                return false;
            }
            total++;
            untold++;
            return true;
        }

        /** What is to be told now: nothing until it is enough. */
        synchronized int takeUntold(int enough) {
            int taken = untold < enough ? 0 : untold;
            untold -= taken;
            return taken;
        }

        synchronized void hear(long everybodys) {
            total = Math.max(total, everybodys + untold);
        }
    }
}
