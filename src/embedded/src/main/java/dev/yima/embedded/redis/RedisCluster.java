package dev.yima.embedded.redis;

import dev.yima.embedded.process.HomeProcesses;
import dev.yima.embedded.process.LocalServersException;
import dev.yima.embedded.process.LoopbackPorts;
import dev.yima.embedded.process.Poll;
import dev.yima.embedded.process.PrivateFiles;
import dev.yima.embedded.process.Server;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A Redis Cluster on this machine, of masters with one replica each: for tests and benchmarks that run against one. It
 * keeps no data, and its nodes can be killed.
 */
public final class RedisCluster implements AutoCloseable {
    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;
    private static final int PORT_MIN = 20_000;
    private static final int PORT_MAX = 30_000;

    /** A node's second port, for the others, lies so far above its first. */
    private static final int BUS_PORT = 10_000;

    private static final Duration STEP_LIMIT = Duration.ofSeconds(30);

    /** A master that is silent for a second is replaced by its replica, however long they were not in touch. */
    private static final String SETTINGS = """
            cluster-enabled yes
            cluster-config-file nodes.conf
            cluster-node-timeout 1000
            cluster-replica-validity-factor 0
            masterauth %s
            """;

    private final List<Node> nodes;

    private RedisCluster(List<Node> nodes) {
        this.nodes = nodes;
    }

    private record Node(Server server, Path directory, RedisClient client) {
        Node restarted() {
            return new Node(launch(directory, client.password()), directory, client);
        }

        String id() {
            return client.ask("CLUSTER", "MYID");
        }

        boolean accepts(String... words) {
            try {
                client.ask(words);
                return true;
            } catch (LocalServersException notYet) {
                return false;
            }
        }

        boolean says(String command, String section, String line) {
            return client.ask(command, section).lines().anyMatch(line::equals);
        }
    }

    /** Starts three masters with a replica each in a directory; returns when all slots are served and copied. */
    public static RedisCluster start(Path home) {
        RedisCluster cluster = new RedisCluster(new ArrayList<>());
        try {
            String password = PrivateFiles.newSecret();
            for (int i = 0; i < 2 * MASTERS; i++) {
                cluster.nodes.add(node(home.resolve("node-" + i), password));
            }
            cluster.form();
            return cluster;
        } catch (IOException e) {
            cluster.close();
            throw new LocalServersException(
                    "must be able to prepare a Redis Cluster: home=" + home + " (" + e + ")", e);
        } catch (LocalServersException e) {
            cluster.close();
            throw e;
        }
    }

    /** The URLs of all nodes, separated by commas. */
    public String url() {
        return nodes.stream().map(node -> node.server.url()).collect(Collectors.joining(","));
    }

    /** The numbers of the nodes that are alive. */
    public List<Integer> alive() {
        return IntStream.range(0, nodes.size())
                .filter(node -> !processes(nodes.get(node).directory).running().isEmpty())
                .boxed()
                .toList();
    }

    /** The number of the node that is the master of a slot now, as the living nodes see it. */
    public int masterOf(int slot) {
        Node asked = nodes.get(alive().get(0));
        // id address flags master ping pong epoch link slots…
        String id = asked.client
                .ask("CLUSTER", "NODES")
                .lines()
                .map(line -> line.split(" "))
                .filter(words -> Stream.of(words).skip(8).anyMatch(range -> isWithin(slot, range)))
                .map(words -> words[0])
                .findFirst()
                .orElseThrow(() -> new LocalServersException("must have a master: slot=" + slot));
        return alive().stream()
                .filter(node -> nodes.get(node).id().equals(id))
                .findFirst()
                .orElseThrow(() -> new LocalServersException("must be alive: master of slot=" + slot));
    }

    /** Asks a node; of an array in the answer, an element is a line. */
    public String ask(int node, String... words) {
        return nodes.get(node).client.ask(words);
    }

    /** Kills a node as {@code kill -9} does. */
    public void kill(int node) {
        HomeProcesses processes = processes(nodes.get(node).directory);
        processes.running().forEach(ProcessHandle::destroyForcibly);
        await("node is gone", () -> processes.running().isEmpty());
    }

    /** Kills the master of a slot, waits until its replica has replaced it, and starts it again as its replica's. */
    public void killAndRestart(int slot) {
        int master = masterOf(slot);
        kill(master);
        await("replica is promoted", () -> hasMaster(slot));
        Node dead = nodes.get(master);
        nodes.set(master, dead.restarted());
        await("replica is up", () -> nodes.get(master).says("INFO", "replication", "master_link_status:up"));
    }

    private boolean hasMaster(int slot) {
        try {
            return masterOf(slot) >= 0;
        } catch (LocalServersException notYet) {
            return false;
        }
    }

    /** Moves a slot and its keys to the master that has another one. */
    public void move(int slot, int toMasterOf) {
        Node from = nodes.get(masterOf(slot));
        Node to = nodes.get(masterOf(toMasterOf));
        String number = Integer.toString(slot);
        to.client.ask("CLUSTER", "SETSLOT", number, "IMPORTING", from.id());
        from.client.ask("CLUSTER", "SETSLOT", number, "MIGRATING", to.id());
        String port = Integer.toString(to.client.port());
        from.client
                .ask("CLUSTER", "GETKEYSINSLOT", number, "1000")
                .lines()
                .forEach(key -> from.client.ask(
                        "MIGRATE", LoopbackPorts.ADDRESS, port, key, "0", "5000", "AUTH", to.client.password()));
        to.client.ask("CLUSTER", "SETSLOT", number, "NODE", to.id());
        from.client.ask("CLUSTER", "SETSLOT", number, "NODE", to.id());
    }

    @Override
    public void close() {
        nodes.parallelStream().forEach(node -> node.server.close());
    }

    private static Node node(Path place, String password) throws IOException {
        Path directory = PrivateFiles.directory(place).toRealPath();
        PrivateFiles.write(directory.resolve("password"), password);
        int port = freePort();
        PrivateFiles.write(directory.resolve("port"), Integer.toString(port));
        return new Node(launch(directory, password), directory, new RedisClient(port, password));
    }

    private static Server launch(Path directory, String password) {
        return RedisServer.start(directory, new LoopbackPorts(), SETTINGS.formatted(password));
    }

    private void form() {
        for (int i = 0; i < nodes.size(); i++) {
            ask(i, "CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
        }
        for (int master = 0; master < MASTERS; master++) {
            Stream<String> slots = IntStream.range(SLOTS * master / MASTERS, SLOTS * (master + 1) / MASTERS)
                    .mapToObj(Integer::toString);
            ask(master, Stream.concat(Stream.of("CLUSTER", "ADDSLOTS"), slots).toArray(String[]::new));
        }
        for (Node node : nodes) {
            ask(0, "CLUSTER", "MEET", LoopbackPorts.ADDRESS, Integer.toString(node.client.port()));
        }
        awaitAll("nodes know each other", node -> node.says("CLUSTER", "INFO", "cluster_known_nodes:" + nodes.size()));
        for (int master = 0; master < MASTERS; master++) {
            Node replica = nodes.get(MASTERS + master);
            String id = nodes.get(master).id();
            await("replicas know their masters", () -> replica.accepts("CLUSTER", "REPLICATE", id));
        }
        awaitAll("slots are served", node -> node.says("CLUSTER", "INFO", "cluster_state:ok"));
        nodes.subList(MASTERS, nodes.size())
                .forEach(replica ->
                        await("replicas are up", () -> replica.says("INFO", "replication", "master_link_status:up")));
    }

    private void awaitAll(String what, Predicate<Node> condition) {
        nodes.forEach(node -> await(what, () -> condition.test(node)));
    }

    private static void await(String what, BooleanSupplier condition) {
        if (!Poll.until(condition, STEP_LIMIT)) {
            throw new LocalServersException("must happen within " + STEP_LIMIT.toSeconds() + " s: " + what);
        }
    }

    private static boolean isWithin(int slot, String range) {
        String[] ends = range.split("-");
        // A slot that is moving stands in brackets.
        return !range.startsWith("[")
                && slot >= Integer.parseInt(ends[0])
                && slot <= Integer.parseInt(ends[ends.length - 1]);
    }

    private static HomeProcesses processes(Path directory) {
        return new HomeProcesses(directory);
    }

    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_MAX);
            try (ServerSocket first = new ServerSocket();
                    ServerSocket second = new ServerSocket()) {
                first.bind(LoopbackPorts.at(port));
                second.bind(LoopbackPorts.at(port + BUS_PORT));
                return port;
            } catch (IOException taken) {
                // Another one then.
            }
        }
    }
}
