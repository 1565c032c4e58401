package dev.yima.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The load driver against a server that says what it is told to. */
class HttpLoadTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII);
    private static final String HELLO = "HTTP/1.1 201 Created\r\nX: y\r\ncontent-length:5\r\n\r\nhello";
    private static final String EMPTY = "HTTP/1.1 204 No Content\r\n\r\n";

    @Test
    void anAnswerIsHeardWholeHoweverItArrives() throws Exception {
        Asker asker = new Asker(3);
        HttpLoad.Outcome outcome = load(
                asker,
                List.of(
                        List.of(HELLO.substring(0, 10), HELLO.substring(10, 48), HELLO.substring(48)),
                        List.of(EMPTY),
                        List.of(HELLO)));
        assertEquals(List.of("201 hello", "204 ", "201 hello"), asker.heard);
        assertEquals(3, outcome.answers());
        assertEquals(3, outcome.micros().getTotalCount());
        assertEquals(0, outcome.faults());
    }

    @Test
    void aConnectionThatBreaksIsOneFaultAndNoAnswer() throws Exception {
        Asker asker = new Asker(2);
        HttpLoad.Outcome outcome = load(asker, List.of(List.of(HELLO.substring(0, HELLO.length() - 1))));
        assertEquals(List.of(), asker.heard);
        assertEquals(0, outcome.answers());
        assertEquals(1, outcome.faults());
    }

    @Test
    void anAnswerThatWasNotExpectedIsAFaultAndNotMeasured() throws Exception {
        Asker asker = new Asker(2);
        HttpLoad.Outcome outcome =
                load(asker, List.of(List.of("HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n"), List.of(HELLO)));
        assertEquals(List.of("503 ", "201 hello"), asker.heard);
        assertEquals(1, outcome.answers());
        assertEquals(1, outcome.micros().getTotalCount());
        assertEquals(1, outcome.faults());
    }

    private static HttpLoad.Outcome load(Asker asker, List<List<String>> answers) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Future<?> served = thread.submit(() -> {
                serve(server, answers);
                return null;
            });
            InetSocketAddress address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
            HttpLoad.Outcome outcome = new HttpLoad(List.of(address), 1, asker).run(LONG);
            served.get(LONG.toSeconds(), TimeUnit.SECONDS);
            return outcome;
        } finally {
            thread.shutdown();
        }
    }

    /** Answers each request of one connection, piece by piece, and hangs up. */
    private static void serve(ServerSocket server, List<List<String>> answers) throws IOException {
        try (Socket socket = server.accept();
                BufferedReader requests =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
            socket.setTcpNoDelay(true);
            for (List<String> pieces : answers) {
                String line = requests.readLine();
                while (!line.isEmpty()) {
                    line = requests.readLine();
                }
                for (String piece : pieces) {
                    socket.getOutputStream().write(piece.getBytes(US_ASCII));
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                }
            }
        }
    }

    /** Asks a number of times; anything but a 2xx is a fault. */
    private static final class Asker implements HttpLoad.Caller {
        private final List<String> heard = new ArrayList<>();
        private int left;

        Asker(int times) {
            this.left = times;
        }

        @Override
        public boolean ask(int connection, ByteBuffer request) {
            request.put(REQUEST);
            return left-- > 0;
        }

        @Override
        public boolean hear(int connection, int status, HttpLoad.Bytes answer) {
            int body = answer.indexOf("\r\n\r\n".getBytes(US_ASCII)) + 4;
            heard.add(status + " " + answer.text(body, answer.to()));
            return status / 100 == 2;
        }
    }
}
