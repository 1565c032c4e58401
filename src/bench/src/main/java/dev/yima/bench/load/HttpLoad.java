package dev.yima.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import org.HdrHistogram.Histogram;

/**
 * A closed loop of HTTP/1.1 requests: each connection sends its next request when it has the answer to the one before.
 * One thread and nothing but bytes, because it shares two cores with what it measures. Every answer is looked at.
 */
public final class HttpLoad {
    private static final int ANSWER_MAX = 64 * 1_024;
    private static final int REQUEST_MAX = 4 * 1_024;
    private static final long MICROS_MAX = Duration.ofMinutes(1).toNanos() / 1_000;
    private static final long SELECT_MS = 100;
    /** Significant digits of measured times. */
    public static final int DIGITS = 3;

    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
    private static final byte[] LENGTH = "content-length:".getBytes(US_ASCII);
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private final List<InetSocketAddress> addresses;
    private final int connections;
    private final Caller caller;
    private final double perSecond;

    /**
     * Prepares a closed loop: a connection asks as soon as it was answered.
     *
     * @param addresses the targets; the connections take turns, so that connection {@code n} goes to the address
     *     {@code n} modulo their number
     * @param connections the number
     * @param caller the source of requests
     */
    public HttpLoad(List<InetSocketAddress> addresses, int connections, Caller caller) {
        this(addresses, connections, caller, 0);
    }

    private HttpLoad(List<InetSocketAddress> addresses, int connections, Caller caller, double perSecond) {
        this.addresses = addresses;
        this.connections = connections;
        this.caller = caller;
        this.perSecond = perSecond;
    }

    /**
     * The same at a steady rate, as of people who do not wait for each other. The time of an answer counts from the
     * moment at which it was to be asked for, so what was asked late because the one before took long is not left out.
     *
     * @param requests how many a second, over all connections
     */
    public HttpLoad atRate(double requests) {
        return new HttpLoad(addresses, connections, caller, requests);
    }

    /** The source of requests and the judge of answers. */
    public interface Caller {
        /**
         * Writes the next request.
         *
         * @param connection which connection it goes over
         * @return false when there is nothing left to ask
         */
        boolean ask(int connection, ByteBuffer request);

        /**
         * Judges an answer.
         *
         * @param connection the connection whose request it answers
         * @param status the HTTP status
         * @param answer the whole answer, head and body
         * @return whether it is what was to be expected
         */
        boolean hear(int connection, int status, Bytes answer);
    }

    /**
     * A piece of an array.
     *
     * @param array the array; reused for the next answer
     * @param from the first index
     * @param to the index after the last
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    public record Bytes(byte[] array, int from, int to) {
        /** The index at which some bytes first stand, or -1. */
        public int indexOf(byte[] sought) {
            return HttpLoad.indexOf(array, from, to, sought);
        }

        /** The text from one index to another. */
        public String text(int first, int end) {
            return new String(array, first, end - first, US_ASCII);
        }
    }

    /**
     * The result of a run.
     *
     * @param answers the number of answers that were as expected
     * @param faults the number of those that were not, and connections that broke
     * @param seconds the duration
     * @param micros the times that the answers that were as expected took, in microseconds
     */
    public record Outcome(long answers, long faults, double seconds, Histogram micros) {
        public double perSecond() {
            return answers / seconds;
        }

        public double p99Ms() {
            return micros.getValueAtPercentile(99) / 1_000.0;
        }
    }

    /**
     * Runs until the time is over or nothing is left to ask, and waits for the answers that are under way.
     *
     * @param length the duration of the run
     */
    public Outcome run(Duration length) throws IOException {
        return new Run(length).go();
    }

    private static int indexOf(byte[] array, int from, int to, byte[] sought) {
        for (int i = from; i <= to - sought.length; i++) {
            int matched = 0;
            while (matched < sought.length && array[i + matched] == sought[matched]) {
                matched++;
            }
            if (matched == sought.length) {
                return i;
            }
        }
        return -1;
    }

    /** One run; its connections live as long as it. */
    private final class Run {
        private final long start = System.nanoTime();
        private final long lengthNanos;
        private final Histogram micros = new Histogram(MICROS_MAX, DIGITS);
        private final ByteBuffer request = ByteBuffer.allocateDirect(REQUEST_MAX);
        private final ByteBuffer received = ByteBuffer.allocateDirect(ANSWER_MAX);
        private final Queue<Line> idle = new PriorityQueue<>(Comparator.comparingLong((Line line) -> line.dueAt));
        private long answers;
        private long faults;
        private int open;

        Run(Duration length) {
            this.lengthNanos = length.toNanos();
        }

        Outcome go() throws IOException {
            try (Selector selector = Selector.open()) {
                for (int i = 0; i < connections; i++) {
                    new Line(i, selector);
                }
                while (open > 0) {
                    selector.select(key -> ((Line) key.attachment()).read(), askIdle());
                    if (System.nanoTime() - start > lengthNanos + MICROS_MAX * 1_000) {
                        selector.keys().forEach(key -> ((Line) key.attachment()).fail());
                    }
                }
            }
            return new Outcome(answers, faults, (System.nanoTime() - start) / 1e9, micros);
        }

        /** Asks over the connections whose time has come; milliseconds until the next, at least one. */
        private long askIdle() {
            long now = System.nanoTime();
            while (!idle.isEmpty() && idle.element().dueAt <= now) {
                idle.remove().ask();
            }
            return idle.isEmpty()
                    ? SELECT_MS
                    : Math.max(1, Math.min((idle.element().dueAt - now) / 1_000_000, SELECT_MS));
        }

        /** One connection. */
        private final class Line {
            private final int number;
            private final SocketChannel channel;
            private byte[] answer = new byte[REQUEST_MAX];
            private int filled;
            private long dueAt;

            Line(int number, Selector selector) throws IOException {
                this.number = number;
                this.channel = SocketChannel.open(addresses.get(number % addresses.size()));
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, this);
                open++;
                if (perSecond > 0) {
                    dueAt = start + (long) (number / perSecond * 1e9);
                    idle.add(this);
                } else {
                    askNow();
                }
            }

            private void askNow() {
                dueAt = System.nanoTime();
                ask();
            }

            private void askNext() {
                if (perSecond > 0) {
                    dueAt += (long) (connections / perSecond * 1e9);
                    idle.add(this);
                } else {
                    askNow();
                }
            }

            private void ask() {
                request.clear();
                long now = System.nanoTime();
                if (now - start > lengthNanos || !caller.ask(number, request)) {
                    close();
                    return;
                }
                request.flip();
                try {
                    while (request.hasRemaining()) {
                        channel.write(request);
                    }
                } catch (IOException broken) {
                    fail();
                }
            }

            private void read() {
                if (!channel.isOpen()) {
                    return;
                }
                try {
                    received.clear();
                    if (channel.read(received) < 0) {
                        fail();
                        return;
                    }
                } catch (IOException broken) {
                    fail();
                    return;
                }
                received.flip();
                int length = received.remaining();
                if (filled + length > answer.length) {
                    answer = Arrays.copyOf(answer, Math.max(filled + length, answer.length * 2));
                }
                received.get(answer, filled, length);
                filled += length;
                if (isWhole()) {
                    hear();
                    filled = 0;
                    askNext();
                }
            }

            private void hear() {
                long took = Math.min((System.nanoTime() - dueAt) / 1_000, MICROS_MAX);
                int status = number(STATUS_AT);
                if (caller.hear(number, status, new Bytes(answer, 0, filled))) {
                    answers++;
                    micros.recordValue(took);
                } else {
                    faults++;
                }
            }

            private boolean isWhole() {
                int head = indexOf(answer, 0, filled, HEAD_END);
                if (head < 0) {
                    return false;
                }
                int length = lengthHeader(head);
                return length < 0 || filled >= head + HEAD_END.length + length;
            }

            private int lengthHeader(int head) {
                for (int i = 0; i + LENGTH.length < head; i++) {
                    int matched = 0;
                    while (matched < LENGTH.length && (answer[i + matched] | 0x20) == (LENGTH[matched] | 0x20)) {
                        matched++;
                    }
                    if (matched == LENGTH.length) {
                        return number(i + matched);
                    }
                }
                return -1;
            }

            private int number(int from) {
                int i = from;
                while (answer[i] == ' ') {
                    i++;
                }
                int value = 0;
                while (answer[i] >= '0' && answer[i] <= '9') {
                    value = value * 10 + answer[i++] - '0';
                }
                return value;
            }

            private void fail() {
                if (channel.isOpen()) {
                    faults++;
                    close();
                }
            }

            private void close() {
                open--;
                try {
                    channel.close();
                } catch (IOException closedAlready) {
                    faults++;
                }
            }
        }
    }
}
