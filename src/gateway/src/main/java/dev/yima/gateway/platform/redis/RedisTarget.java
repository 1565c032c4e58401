package dev.yima.gateway.platform.redis;

import dev.yima.gateway.platform.config.StartException;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The Redis to connect to: one server, or a cluster when several nodes are named. A command fails at once while there
 * is
 * no connection, and when there is no answer in time; the connection is restored in the background.
 *
 * @param client the client
 * @param opening opens the connections
 */
record RedisTarget(AbstractRedisClient client, Supplier<CompletionStage<Connections>> opening) {
    private static final Duration ANSWER_WITHIN = Duration.ofMillis(100);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);

    /**
     * The open connections.
     *
     * @param commands the connection for commands
     * @param messages the connection for publish and subscribe
     */
    record Connections(
            RedisClusterAsyncCommands<String, String> commands,
            StatefulRedisPubSubConnection<String, String> messages) {}

    /**
     * Parses the setting.
     *
     * @throws StartException when it is no URL of Redis
     */
    static RedisTarget of(String url) {
        List<RedisURI> nodes;
        try {
            nodes = Arrays.stream(url.split(",", -1))
                    .map(String::strip)
                    .map(RedisURI::create)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new StartException("must be redis://host:port, or several separated by commas: YIMA_REDIS_URL", e);
        }
        return nodes.size() == 1 ? single(nodes.get(0)) : cluster(nodes);
    }

    private static RedisTarget single(RedisURI node) {
        RedisClient client = RedisClient.create(node);
        ClientOptions.Builder options = ClientOptions.builder();
        limit(options);
        client.setOptions(options.build());
        return new RedisTarget(
                client,
                () -> client.connectAsync(StringCodec.UTF8, node)
                        .thenCombine(
                                client.connectPubSubAsync(StringCodec.UTF8, node),
                                (commands, messages) -> new Connections(commands.async(), messages)));
    }

    private static RedisTarget cluster(List<RedisURI> nodes) {
        RedisClusterClient client = RedisClusterClient.create(nodes);
        ClusterClientOptions.Builder options = ClusterClientOptions.builder();
        limit(options);
        client.setOptions(options.build());
        return new RedisTarget(
                client,
                () -> client.connectAsync(StringCodec.UTF8)
                        .thenCombine(
                                client.connectPubSubAsync(StringCodec.UTF8),
                                (commands, messages) -> new Connections(commands.async(), messages)));
    }

    private static void limit(ClientOptions.Builder options) {
        options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.enabled(ANSWER_WITHIN))
                .socketOptions(
                        SocketOptions.builder().connectTimeout(CONNECT_WITHIN).build());
    }
}
