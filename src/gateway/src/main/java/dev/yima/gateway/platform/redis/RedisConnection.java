package dev.yima.gateway.platform.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.gateway.platform.config.StartException;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.redis.RedisTarget.Connections;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.Base16;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The way to Redis: one connection, shared, and a circuit before it. After a failure nobody waits for Redis for a
 * while; everybody is told at once that it is away, and asks PostgreSQL instead.
 */
@ApplicationScoped
public class RedisConnection {
    private static final Logger LOG = Logger.getLogger(RedisConnection.class);
    private static final Duration OPEN_FOR = Duration.ofMillis(500);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);
    private static final long RECONNECT_MS = 1_000;

    private final RedisTarget target;
    private final Vertx vertx;
    private final AtomicLong closedFromNanos = new AtomicLong(System.nanoTime());
    private volatile @Nullable Connections connections;

    RedisConnection(YimaConfig config, Vertx vertx) {
        this.target =
                RedisTarget.of(config.redisUrl().orElseThrow(() -> new StartException("YIMA_REDIS_URL must be set")));
        this.vertx = vertx;
    }

    /** Redis is away, or did not answer in time. */
    public static final class AwayException extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        AwayException(@Nullable Throwable cause) {
            super("Redis is away", cause, false, false);
        }
    }

    /**
     * A Lua script.
     *
     * @param body its text
     * @param digest the SHA-1 that Redis knows it by
     */
    public record Script(String body, String digest) {
        /** Makes a script of a text. */
        public static Script of(String body) {
            return new Script(body, Base16.digest(body.getBytes(UTF_8)));
        }
    }

    void onStart(@Observes @Priority(1) StartupEvent started) {
        connect();
    }

    void onStop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent stopped) {
        target.client().shutdown(Duration.ZERO, CLOSE_WITHIN);
    }

    /** Whether Redis was there when it was last asked. */
    public boolean isThere() {
        return connections != null && System.nanoTime() - closedFromNanos.get() >= 0;
    }

    /** Asks Redis something; fails with {@link AwayException} when it does not answer. */
    public <T> Uni<T> ask(Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> command) {
        Connections current = connections;
        if (current == null || !isThere()) {
            return Uni.createFrom().failure(new AwayException(null));
        }
        return Uni.createFrom()
                .completionStage(() -> command.apply(current.commands()))
                .onFailure()
                .transform(failure -> {
                    closedFromNanos.set(System.nanoTime() + OPEN_FOR.toNanos());
                    return new AwayException(failure);
                });
    }

    /** Runs a script by its digest, and by its text where Redis has forgotten it. */
    public <T> Uni<T> run(Script script, ScriptOutputType output, List<String> keys, List<String> arguments) {
        String[] keyArray = keys.toArray(String[]::new);
        String[] argumentArray = arguments.toArray(String[]::new);
        return ask(redis -> redis.<T>evalsha(script.digest, output, keyArray, argumentArray)
                .exceptionallyCompose(failure -> isForgotten(failure)
                        ? redis.<T>eval(script.body, output, keyArray, argumentArray)
                        : CompletableFuture.failedStage(failure)));
    }

    /** Hears every message on a channel, from the first connection on and after each reconnection. */
    public void listen(String channel, Consumer<String> listener) {
        Connections current = connections;
        if (current == null) {
            vertx.setTimer(RECONNECT_MS, ignored -> listen(channel, listener));
            return;
        }
        current.messages().addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String from, String message) {
                if (from.equals(channel)) {
                    listener.accept(message);
                }
            }
        });
        var unused = current.messages().async().subscribe(channel);
    }

    private void connect() {
        var unused = target.opening().get().whenComplete((opened, failure) -> {
            if (failure == null) {
                connections = opened;
            } else {
                LOG.debug("Redis cannot be reached yet", failure);
                vertx.setTimer(RECONNECT_MS, ignored -> connect());
            }
        });
    }

    private static boolean isForgotten(Throwable failure) {
        return failure instanceof RedisNoScriptException || failure.getCause() instanceof RedisNoScriptException;
    }
}
