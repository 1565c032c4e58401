package dev.yima.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.ConfigProvider;

/** The name server that the service asks in tests: over UDP, for TXT records, as RFC 1035 has them. */
final class TestNameServer implements AutoCloseable {
    private static final int HEADER_BYTES = 12;
    private static final int DATAGRAM_BYTES_MAX = 512;
    private static final int ANSWER = 0x8180;
    private static final int NO_SUCH_NAME = 3;
    private static final int NAME_OF_QUESTION = 0xC000 | HEADER_BYTES;
    private static final int TXT = 16;
    private static final int INTERNET = 1;

    private final Map<String, String> records = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final DatagramSocket socket;
    private final Thread thread;

    TestNameServer() {
        String address = ConfigProvider.getConfig().getValue("yima.name-server", String.class);
        try {
            socket = new DatagramSocket(
                    Integer.parseInt(address.substring(address.indexOf(':') + 1)), InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(this::serve, "test-name-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Publishes a record. */
    void publish(String name, String value) {
        records.put(name, value);
    }

    /** The names that were asked for. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** The port is free again afterwards: a socket that somebody receives from is closed when they have returned. */
    @Override
    public void close() {
        socket.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        byte[] buffer = new byte[DATAGRAM_BYTES_MAX];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                byte[] answer = answer(ByteBuffer.wrap(buffer, 0, packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private byte[] answer(ByteBuffer query) throws IOException {
        short id = query.getShort();
        query.position(HEADER_BYTES);
        StringBuilder name = new StringBuilder();
        for (int length = query.get(); length > 0; length = query.get()) {
            byte[] label = new byte[length];
            query.get(label);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, UTF_8));
        }
        asked.add(name.toString());
        String value = records.get(name.toString());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(id);
        out.writeShort(value == null ? ANSWER | NO_SUCH_NAME : ANSWER);
        out.writeShort(1);
        out.writeShort(value == null ? 0 : 1);
        out.writeInt(0);
        out.write(query.array(), HEADER_BYTES, query.position() + 2 * Short.BYTES - HEADER_BYTES);
        if (value != null) {
            byte[] text = value.getBytes(UTF_8);
            out.writeShort(NAME_OF_QUESTION);
            out.writeShort(TXT);
            out.writeShort(INTERNET);
            out.writeInt(0);
            out.writeShort(text.length + 1);
            out.write(text.length);
            out.write(text);
        }
        return bytes.toByteArray();
    }
}
