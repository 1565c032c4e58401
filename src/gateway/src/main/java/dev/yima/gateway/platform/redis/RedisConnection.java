package dev.yima.gateway.platform.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.gateway.platform.config.StartException;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.crypto.Digests;
import dev.yima.gateway.platform.redis.RedisTarget.Connections;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The shared connection to Redis, behind a circuit breaker for each node. When a node has not answered in time, what
 * would be sent to it fails at once for {@value #OPEN_MS} ms, so that callers turn to PostgreSQL without waiting; other
 * nodes go on. An error that a node answers costs nobody time and opens no breaker.
 */
@ApplicationScoped
public class RedisConnection {
    private static final long OPEN_MS = 500;
    private static final Duration PING_WITHIN = Duration.ofSeconds(1);
    private static final long RETRY_MS = 1_000;

    private final RedisTarget target;
    private final Vertx vertx;
    private final RedisOutage outage = new RedisOutage(System::nanoTime);
    private final Map<String, Long> failedAtNanos = new ConcurrentHashMap<>();
    private volatile @Nullable Connections connections;

    @Inject
    RedisConnection(YimaConfig config, Vertx vertx) {
        this(
                RedisTarget.of(config.redisUrl().orElseThrow(() -> new StartException("YIMA_REDIS_URL must be set"))),
                vertx);
    }

    RedisConnection(RedisTarget target, Vertx vertx) {
        this.target = target;
        this.vertx = vertx;
    }

    /** The failure of every command while Redis is away, does not answer in time, or answers with an error. */
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
        /** All scripts that the service runs. */
        public static List<Script> all() {
            return Stream.of("count", "merge_history", "record_scan", "take_tokens")
                    .map(name -> of("/lua/" + name + ".lua"))
                    .toList();
        }

        /** The script of a resource, by its absolute name. */
        public static Script of(String resource) {
            try (InputStream text = Script.class.getResourceAsStream(resource)) {
                if (text == null) {
                    throw new IllegalStateException("missing resource: " + resource);
                }
                byte[] body = text.readAllBytes();
                return new Script(new String(body, UTF_8), HexFormat.of().formatHex(Digests.sha1(body)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    void onStart(@Observes @Priority(1) StartupEvent started) {
        connect();
    }

    void onStop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent stopped) {
        target.close();
    }

    /** Whether there is a connection, and no command has failed within the last {@value #OPEN_MS} ms. */
    public boolean isThere() {
        return connections != null && !outage.within(TimeUnit.MILLISECONDS.toNanos(OPEN_MS));
    }

    /**
     * Sends a command and returns its answer. Fails with {@link AwayException} when there is none in time.
     *
     * @param key the key that the command is about, or the channel; it decides to which node of a cluster it goes
     */
    public <T> Uni<T> ask(String key, Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> command) {
        Connections current = connections;
        if (current == null) {
            return Uni.createFrom().failure(new AwayException(null));
        }
        String node = current.nodeOf().apply(key);
        if (isOpen(node)) {
            return Uni.createFrom().failure(new AwayException(null));
        }
        return Uni.createFrom()
                .completionStage(() -> command.apply(current.commands()))
                .invoke(answer -> outage.answered())
                .onFailure()
                .transform(failure -> failed(node, failure));
    }

    /**
     * Runs a script by its digest, and by its text when the node does not know it. Fails as {@link #ask} does.
     *
     * @param keys at least one; all on one node of a cluster, by the same text in braces
     */
    public <T> Uni<T> run(Script script, ScriptOutputType output, List<String> keys, List<String> arguments) {
        String[] keyArray = keys.toArray(String[]::new);
        String[] argumentArray = arguments.toArray(String[]::new);
        return ask(
                keyArray[0],
                redis -> redis.<T>evalsha(script.digest, output, keyArray, argumentArray)
                        .exceptionallyCompose(failure -> unwrapped(failure) instanceof RedisNoScriptException
                                ? redis.<T>eval(script.body, output, keyArray, argumentArray)
                                : CompletableFuture.failedStage(failure)));
    }

    /** Asks every node that has keys. Fails when one does not answer, or any command has failed a moment ago. */
    Uni<Void> ping() {
        Connections current = connections;
        if (current == null) {
            return Uni.createFrom().failure(new AwayException(null));
        }
        return Uni.join()
                .all(current.pings().get().stream()
                        .map(ping -> Uni.createFrom().completionStage(ping))
                        .toList())
                .andFailFast()
                .ifNoItem()
                .after(PING_WITHIN)
                .fail()
                .onFailure()
                .invoke(failure -> outage.failed("ping", failure))
                .invoke(pongs -> {
                    outage.answered();
                    if (!isThere()) {
                        throw new AwayException(null);
                    }
                })
                .replaceWithVoid();
    }

    /** Subscribes to a channel, from the first connection on and after each reconnection. */
    public void listen(String channel, Consumer<String> listener) {
        Connections current = connections;
        if (current == null) {
            vertx.setTimer(RETRY_MS, ignored -> listen(channel, listener));
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
        subscribe(current.messages(), channel);
    }

    private void subscribe(StatefulRedisPubSubConnection<String, String> messages, String channel) {
        var unused = messages.async().subscribe(channel).whenComplete((done, failure) -> {
            if (failure != null) {
                vertx.setTimer(RETRY_MS, ignored -> subscribe(messages, channel));
            }
        });
    }

    private void connect() {
        var unused = target.opening().get().whenComplete((opened, failure) -> {
            if (failure == null) {
                connections = opened;
                outage.connected();
            } else {
                outage.failed("connect", failure);
                vertx.setTimer(RETRY_MS, ignored -> connect());
            }
        });
    }

    private boolean isOpen(String node) {
        Long failedAt = failedAtNanos.get(node);
        return failedAt != null && System.nanoTime() - failedAt < TimeUnit.MILLISECONDS.toNanos(OPEN_MS);
    }

    private AwayException failed(String node, Throwable failure) {
        outage.failed(node, failure);
        if (!(unwrapped(failure) instanceof RedisCommandExecutionException)) {
            failedAtNanos.put(node, System.nanoTime());
        }
        return new AwayException(failure);
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
