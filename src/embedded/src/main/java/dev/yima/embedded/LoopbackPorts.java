package dev.yima.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** Finds free ports on 127.0.0.1, and never the same twice. */
final class LoopbackPorts {
    /** The address, spelled out: a name could mean something else. */
    static final String ADDRESS = "127.0.0.1";

    private static final byte[] BYTES = {127, 0, 0, 1};

    private final Set<Integer> given = new HashSet<>();

    static InetSocketAddress at(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(BYTES), port);
    }

    synchronized int next() {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(BYTES))) {
                if (given.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            } catch (IOException e) {
                throw new CellarException("must have a free port: address=" + ADDRESS, e);
            }
        }
    }
}
