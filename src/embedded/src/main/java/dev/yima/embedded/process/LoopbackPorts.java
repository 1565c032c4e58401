package dev.yima.embedded.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Finds free ports on 127.0.0.1: the one of last time where it is still free, and never the same for two servers. */
public final class LoopbackPorts {
    /** The address, spelled out: a name could mean something else. */
    public static final String ADDRESS = "127.0.0.1";

    private static final byte[] BYTES = {127, 0, 0, 1};

    private final Set<Integer> given = new HashSet<>();

    public static InetSocketAddress at(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(BYTES), port);
    }

    /** The port of a server, which it keeps in its directory: whoever knows it finds the server there again. */
    public synchronized int of(Path directory) throws IOException {
        Path file = directory.resolve("port");
        int port = PrivateFiles.read(file)
                .filter(this::isFree)
                .map(Integer::parseInt)
                .orElseGet(this::next);
        PrivateFiles.write(file, Integer.toString(port));
        return port;
    }

    private boolean isFree(String port) {
        try (ServerSocket socket = new ServerSocket(Integer.parseInt(port), 1, InetAddress.getByAddress(BYTES))) {
            return given.add(socket.getLocalPort());
        } catch (IOException | IllegalArgumentException takenOrNoPort) {
            return false;
        }
    }

    private int next() {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(BYTES))) {
                if (given.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            } catch (IOException e) {
                throw new LocalServersException("must have a free port: address=" + ADDRESS, e);
            }
        }
    }
}
