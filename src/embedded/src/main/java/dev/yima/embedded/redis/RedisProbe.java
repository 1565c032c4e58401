package dev.yima.embedded.redis;

import dev.yima.embedded.process.LoopbackPorts;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks a Redis whether it takes commands: it listens long before it has read its data.
 *
 * @param port the port that it should listen on
 * @param password the password that it asks for
 */
record RedisProbe(int port, String password) {
    private static final int TIMEOUT_MS = 1_000;
    private static final String READY = "+OK\r\n+PONG\r\n";

    boolean answers() {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.connect(LoopbackPorts.at(port), TIMEOUT_MS);
            String question = "AUTH " + password + "\r\nPING\r\n";
            socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(READY.length());
            return new String(answer, StandardCharsets.US_ASCII).equals(READY);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "RedisProbe[port=" + port + "]";
    }
}
