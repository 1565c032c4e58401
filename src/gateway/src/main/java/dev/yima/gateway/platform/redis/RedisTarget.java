package dev.yima.gateway.platform.redis;

import dev.yima.gateway.platform.config.StartException;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The Redis to connect to: one server, or a cluster when several nodes are named. A command fails at once while there
 * is no connection, and when there is no answer in time; connections are restored in the background. What moves within
 * a cluster is noticed by the nodes' redirections and failures, and every {@code TOPOLOGY_EVERY} in any case.
 *
 * @param client the client
 * @param resources its threads
 * @param opening opens the connections
 */
record RedisTarget(
        AbstractRedisClient client, ClientResources resources, Supplier<CompletionStage<Connections>> opening) {
    private static final Duration ANSWER_WITHIN = Duration.ofMillis(100);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
    private static final Duration RECONNECT_EVERY = Duration.ofSeconds(1);
    private static final Duration TOPOLOGY_EVERY = Duration.ofSeconds(5);
    private static final Duration TOPOLOGY_AFTER_CHANGE = Duration.ofSeconds(1);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);
    private static final String FORM = "must be redis://host:port, or several separated by commas: YIMA_REDIS_URL";

    /**
     * The open connections.
     *
     * @param commands the connection for commands
     * @param messages the connection for publish and subscribe
     * @param nodeOf the address of the node that has a key
     * @param pings asks every node that has keys whether it answers
     */
    record Connections(
            RedisClusterAsyncCommands<String, String> commands,
            StatefulRedisPubSubConnection<String, String> messages,
            Function<String, String> nodeOf,
            Supplier<List<CompletionStage<String>>> pings) {}

    /**
     * Parses the setting.
     *
     * @throws StartException when it is no URL of Redis, or names a database of a cluster, which has but one
     */
    static RedisTarget of(String url) {
        List<RedisURI> nodes;
        try {
            nodes = Arrays.stream(url.split(",", -1))
                    .map(String::strip)
                    .map(RedisURI::create)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new StartException(FORM, e);
        }
        if (nodes.size() > 1 && nodes.stream().anyMatch(node -> node.getDatabase() != 0)) {
            throw new StartException("must have no database number when it is a cluster: YIMA_REDIS_URL");
        }
        ClientResources resources = ClientResources.builder()
                .reconnectDelay(Delay.constant(RECONNECT_EVERY))
                .build();
        return nodes.size() == 1 ? single(resources, nodes.get(0)) : cluster(resources, nodes);
    }

    /** Closes every connection. */
    void close() {
        client.shutdown(Duration.ZERO, CLOSE_WITHIN);
        resources.shutdown(0, CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static RedisTarget single(ClientResources resources, RedisURI node) {
        RedisClient client = RedisClient.create(resources, node);
        ClientOptions.Builder options = ClientOptions.builder();
        limit(options);
        client.setOptions(options.build());
        String address = address(node);
        return new RedisTarget(
                client,
                resources,
                () -> client.connectAsync(StringCodec.UTF8, node)
                        .thenCompose(commands -> orClose(
                                commands,
                                client.connectPubSubAsync(StringCodec.UTF8, node)
                                        .thenApply(messages -> new Connections(
                                                commands.async(),
                                                messages,
                                                key -> address,
                                                () -> List.of(commands.async().ping()))))));
    }

    private static RedisTarget cluster(ClientResources resources, List<RedisURI> nodes) {
        RedisClusterClient client = RedisClusterClient.create(resources, nodes);
        ClusterClientOptions.Builder options = ClusterClientOptions.builder()
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(TOPOLOGY_EVERY)
                        .enableAllAdaptiveRefreshTriggers()
                        .adaptiveRefreshTriggersTimeout(TOPOLOGY_AFTER_CHANGE)
                        .build());
        limit(options);
        client.setOptions(options.build());
        return new RedisTarget(
                client,
                resources,
                () -> client.refreshPartitionsAsync()
                        .thenCompose(known -> client.connectAsync(StringCodec.UTF8))
                        .thenCompose(commands -> orClose(
                                commands,
                                client.connectPubSubAsync(StringCodec.UTF8)
                                        .thenApply(messages -> new Connections(
                                                commands.async(),
                                                messages,
                                                key -> nodeOf(commands, key),
                                                () -> pings(commands))))));
    }

    private static String nodeOf(StatefulRedisClusterConnection<String, String> cluster, String key) {
        @Nullable RedisClusterNode node = cluster.getPartitions().getPartitionBySlot(SlotHash.getSlot(key));
        return node == null ? "nobody" : address(node.getUri());
    }

    private static List<CompletionStage<String>> pings(StatefulRedisClusterConnection<String, String> cluster) {
        int slots = cluster.getPartitions().stream()
                .mapToInt(node -> node.getSlots().size())
                .sum();
        if (slots < SlotHash.SLOT_COUNT) {
            return List.of(CompletableFuture.failedFuture(
                    new RedisException("must have a node for each slot: missing=" + (SlotHash.SLOT_COUNT - slots))));
        }
        return cluster.getPartitions().stream()
                .filter(node -> !node.getSlots().isEmpty())
                .<CompletionStage<String>>map(node -> cluster.getConnectionAsync(node.getNodeId())
                        .thenCompose(connection -> connection.async().ping()))
                .toList();
    }

    private static String address(RedisURI node) {
        return node.getHost() + ':' + node.getPort();
    }

    /** Closes the first connection when the second cannot be opened. */
    private static CompletionStage<Connections> orClose(
            StatefulConnection<String, String> first, CompletionStage<Connections> both) {
        return both.whenComplete((opened, failure) -> {
            if (failure != null) {
                first.closeAsync();
            }
        });
    }

    private static void limit(ClientOptions.Builder options) {
        options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.enabled(ANSWER_WITHIN))
                .socketOptions(
                        SocketOptions.builder().connectTimeout(CONNECT_WITHIN).build());
    }
}
