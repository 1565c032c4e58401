package dev.yima.embedded.redis;

import dev.yima.embedded.process.LocalServersException;
import dev.yima.embedded.process.LoopbackPorts;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks a Redis on this machine one thing at a time, over a connection of its own each.
 *
 * @param port the port that it listens on
 * @param password the password that it asks for
 */
record RedisClient(int port, String password) {
    private static final int TIMEOUT_MS = 5_000;

    /**
     * Sends a command and returns its answer; of an array, an element a line.
     *
     * @throws LocalServersException when the answer is an error, or there is none
     */
    String ask(String... words) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.connect(LoopbackPorts.at(port), TIMEOUT_MS);
            InputStream answers = new BufferedInputStream(socket.getInputStream());
            socket.getOutputStream().write(bytes("AUTH", password));
            read(answers);
            socket.getOutputStream().write(bytes(words));
            return read(answers);
        } catch (IOException e) {
            throw new LocalServersException("must answer: Redis: port=" + port + " (" + e + ")", e);
        }
    }

    @Override
    public String toString() {
        return "RedisClient[port=" + port + "]";
    }

    private static byte[] bytes(String... words) {
        StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String read(InputStream from) throws IOException {
        String line = line(from);
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '$' -> {
                int length = Integer.parseInt(rest);
                String text = new String(from.readNBytes(Math.max(0, length)), StandardCharsets.UTF_8);
                if (length >= 0) {
                    line(from);
                }
                yield text;
            }
            case '*' -> {
                int length = Integer.parseInt(rest);
                StringBuilder lines = new StringBuilder();
                for (int i = 0; i < length; i++) {
                    lines.append(i == 0 ? "" : "\n").append(read(from));
                }
                yield lines.toString();
            }
            case '-' -> throw new LocalServersException("must be accepted: Redis: " + rest);
            default -> rest;
        };
    }

    private static String line(InputStream from) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = from.read(); next != '\n'; next = from.read()) {
            if (next < 0) {
                throw new IOException("the connection was closed");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
