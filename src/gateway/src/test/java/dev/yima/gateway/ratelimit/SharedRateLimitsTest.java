package dev.yima.gateway.ratelimit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.Eventually;
import dev.yima.gateway.SmallLimits;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.redis.RedisConnection;
import dev.yima.gateway.problem.Problem;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Replicas limit a person together, through Redis. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@TestProfile(SmallLimits.class)
class SharedRateLimitsTest {
    private static final int MAX = SmallLimits.PERSON_SCANS;
    private static final int EIGHTH = MAX / 8;
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final int ATTEMPTS_MAX = 10;
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(5);

    @Inject
    @SuppressWarnings("NullAway.Init")
    RedisConnection redis;

    @Inject
    @SuppressWarnings("NullAway.Init")
    YimaConfig config;

    @Test
    void whoIsStoppedAtOneReplicaIsStoppedAtTheOtherAfterAnEighth() {
        undisturbed(person -> {
            assertEquals(MAX, passed(replica(), person), "alone");
            int elsewhere = passed(replica(), person);
            assertTrue(elsewhere >= 1 && elsewhere <= EIGHTH, "passed elsewhere: " + elsewhere);
        });
    }

    @Test
    void whoTakesTurnsIsStoppedSoon() {
        undisturbed(this::takeTurns);
    }

    @Test
    void aCountInRedisDoesNotStay() {
        undisturbed(person -> {
            RateLimiter replica = replica();
            IntStream.range(0, EIGHTH).forEach(scan -> passes(replica, person));
            String key = key(person);
            long seconds = redis.ask(key, commands -> commands.ttl(key)).await().atMost(HEARD_WITHIN);
            assertTrue(seconds > 0 && seconds <= 120, "seconds left: " + seconds);
        });
    }

    @Test
    void aCountThatIsNoNumberLimitsNobodyAndStopsNothingElse() {
        undisturbed(person -> {
            String key = key(person);
            redis.ask(key, commands -> commands.set(key, "nonsense")).await().atMost(HEARD_WITHIN);
            assertEquals(MAX, passed(replica(), person), "alone, and Redis answered each time");
        });
    }

    private static String key(String person) {
        return "y:{" + person + "}:scans:" + AT.getEpochSecond() / 60;
    }

    private void takeTurns(String person) {
        List<RateLimiter> replicas = Stream.generate(this::replica).limit(3).toList();
        int passed = 0;
        int refused = 0;
        for (int scan = 0; scan < 3 * MAX; scan++) {
            if (passes(replicas.get(scan % replicas.size()), person)) {
                passed++;
            } else {
                refused++;
            }
        }
        assertTrue(passed <= MAX + 2 * EIGHTH, "passed: " + passed);
        assertTrue(refused > 0 && passed >= MAX - 2 * EIGHTH, "passed: " + passed);
    }

    /** Tries with somebody new where Redis was away: then each replica limits alone, and that is not what is tested. */
    private void undisturbed(Consumer<String> round) {
        for (int attempt = 1; ; attempt++) {
            try {
                round.accept(UUID.randomUUID().toString());
                return;
            } catch (RedisConnection.AwayException away) {
                if (attempt == ATTEMPTS_MAX) {
                    throw away;
                }
                Eventually.isTrue(redis::isThere);
            }
        }
    }

    private RateLimiter replica() {
        return new RateLimiter(redis, config);
    }

    /** How many of many pass. */
    private int passed(RateLimiter replica, String person) {
        return (int) Stream.generate(() -> passes(replica, person))
                .limit(2 * MAX)
                .filter(passed -> passed)
                .count();
    }

    /** Scans, and waits until what was told has been heard: answers come in the order of the questions. */
    private boolean passes(RateLimiter replica, String person) {
        try {
            replica.scan(person, AT);
            redis.ask("", commands -> commands.ping()).await().atMost(HEARD_WITHIN);
            return true;
        } catch (Problem refused) {
            return false;
        }
    }
}
