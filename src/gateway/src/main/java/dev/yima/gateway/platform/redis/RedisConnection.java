package dev.yima.gateway.platform.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.gateway.platform.config.StartException;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.crypto.Digests;
import dev.yima.gateway.platform.redis.RedisTarget.Connections;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
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
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The shared connection to Redis, behind a circuit breaker. After a failure commands fail at once for {@value #OPEN_MS}
 * ms, so that callers turn to PostgreSQL without waiting.
 */
@ApplicationScoped
public class RedisConnection {
    private static final Logger LOG = Logger.getLogger(RedisConnection.class);
    private static final long OPEN_MS = 500;
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

    /** The failure of every command while Redis is away, or does not answer in time. */
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
     * @param digest the SHA-1 by which Redis knows it, in lower-case hexadecimal
     */
    public record Script(String body, String digest) {
        /** A script with its digest. */
        public static Script of(String body) {
            return new Script(body, HexFormat.of().formatHex(Digests.sha1(body.getBytes(UTF_8))));
        }
    }

    void onStart(@Observes @Priority(1) StartupEvent started) {
        connect();
    }

    void onStop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent stopped) {
        target.client().shutdown(Duration.ZERO, CLOSE_WITHIN);
    }

    /** Whether there is a connection, and no command has failed within the last {@value #OPEN_MS} ms. */
    public boolean isThere() {
        return connections != null && System.nanoTime() - closedFromNanos.get() >= 0;
    }

    /** Sends a command and returns its answer. Fails with {@link AwayException} when there is none in time. */
    public <T> Uni<T> ask(Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> command) {
        Connections current = connections;
        if (current == null || !isThere()) {
            return Uni.createFrom().failure(new AwayException(null));
        }
        return Uni.createFrom()
                .completionStage(() -> command.apply(current.commands()))
                .onFailure()
                .transform(failure -> {
                    closedFromNanos.set(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(OPEN_MS));
                    return new AwayException(failure);
                });
    }

    /** Runs a script by its digest, and by its text when Redis does not know it. Fails as {@link #ask} does. */
    public <T> Uni<T> run(Script script, ScriptOutputType output, List<String> keys, List<String> arguments) {
        String[] keyArray = keys.toArray(String[]::new);
        String[] argumentArray = arguments.toArray(String[]::new);
        return ask(redis -> redis.<T>evalsha(script.digest, output, keyArray, argumentArray)
                .exceptionallyCompose(failure -> isUnknownScript(failure)
                        ? redis.<T>eval(script.body, output, keyArray, argumentArray)
                        : CompletableFuture.failedStage(failure)));
    }

    /** Subscribes to a channel, from the first connection on and after each reconnection. */
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

    private static boolean isUnknownScript(Throwable failure) {
        return failure instanceof RedisNoScriptException || failure.getCause() instanceof RedisNoScriptException;
    }
}
