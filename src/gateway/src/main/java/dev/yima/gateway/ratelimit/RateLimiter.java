package dev.yima.gateway.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.http.ClientNetwork;
import dev.yima.gateway.platform.redis.RedisConnection;
import dev.yima.gateway.platform.redis.RedisConnection.Script;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.lettuce.core.ScriptOutputType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Rate limits per minute: scans per person, unknown codes per network, and rows of scans that claim nothing per network
 * and per lot. Requests per address are not limited, since
 * thousands of honest people share one behind a mobile network.
 *
 * <p>Each replica counts for itself, so that a scan waits for nobody and one that is refused leaves no trace. It adds
 * its count to that in Redis each time that an eighth of a limit has been used up, and learns the total of all
 * replicas: together they let pass at most an eighth more for each further replica. A person below that eighth, as
 * honest people are, costs Redis nothing. While Redis is away each replica limits alone.
 */
@ApplicationScoped
public class RateLimiter {
    private static final Logger LOG = Logger.getLogger(RateLimiter.class);
    private static final Script COUNT = Script.of("/lua/count.lua");
    private static final long WINDOW_SECONDS = 60;
    private static final int REPORTS_PER_LIMIT = 8;
    private static final int COUNTERS_MAX = 200_000;

    private final RedisConnection redis;
    private final YimaConfig.Limits config;
    private final Cache<String, WindowCounter> counters = Caffeine.newBuilder()
            .maximumSize(COUNTERS_MAX)
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
     * is recognised is always answered, whatever others on the same network do.
     */
    public void guess(ClientNetwork network, Instant at) {
        count(
                "y:{" + network.prefix() + "}:guesses:",
                config.networkGuessesPerMinute(),
                ProblemType.TOO_MANY_GUESSES,
                at);
    }

    /**
     * Counts a scan of a genuine code that claims nothing; whether it may have a row of its own. Who asks is answered
     * all the same.
     */
    public boolean mayWriteLook(ClientNetwork network, int lot, Instant at) {
        return count("y:{" + network.prefix() + "}:looks:", config.networkLooksPerMinute(), at)
                && count("y:{lot " + lot + "}:looks:", config.lotLooksPerMinute(), at);
    }

    private void count(String prefix, int max, ProblemType type, Instant at) {
        if (!count(prefix, max, at)) {
            long untilNext = WINDOW_SECONDS - at.getEpochSecond() % WINDOW_SECONDS;
            throw Problem.tooMany(type, Duration.ofSeconds(untilNext));
        }
    }

    private boolean count(String prefix, int max, Instant at) {
        long window = at.getEpochSecond() / WINDOW_SECONDS;
        String key = prefix + window;
        WindowCounter counter = counters.get(key, fresh -> new WindowCounter());
        if (!counter.countUpTo(max)) {
            return false;
        }
        int unreported = counter.takeUnreported(Math.max(1, max / REPORTS_PER_LIMIT));
        if (unreported > 0) {
            report(key, unreported, counter);
        }
        return true;
    }

    private void report(String key, int counted, WindowCounter counter) {
        redis.<Long>run(
                        COUNT,
                        ScriptOutputType.INTEGER,
                        List.of(key),
                        List.of(Integer.toString(counted), Long.toString(2 * WINDOW_SECONDS)))
                .subscribe()
                .with(counter::setTotal, failure -> LOG.debug("this replica limits alone for a while", failure));
    }

    /** The count within one window: that of this replica and, as far as Redis has reported it, of the others. */
    private static final class WindowCounter {
        private long total;
        private int unreported;

        /** Counts one, unless the total has reached the limit; whether it did. */
        synchronized boolean countUpTo(int max) {
            if (total >= max) {
                return false;
            }
            total++;
            unreported++;
            return true;
        }

        /** The count to report now, which is unreported no more; 0 until it is enough. */
        synchronized int takeUnreported(int enough) {
            int taken = unreported < enough ? 0 : unreported;
            unreported -= taken;
            return taken;
        }

        /** Takes over the total of all replicas, to which the unreported ones here are added. */
        synchronized void setTotal(long reported) {
            total = Math.max(total, reported + unreported);
        }
    }
}
