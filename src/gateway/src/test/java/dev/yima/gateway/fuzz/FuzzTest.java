package dev.yima.gateway.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.Consumer;
import dev.yima.gateway.Proof;
import dev.yima.gateway.ShopFixture;
import dev.yima.gateway.ShopFixture.TestLot;
import dev.yima.gateway.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever is sent to whichever call, it is answered soon, not with a fault of the service, and with nothing of its
 * inside. Hundreds of requests of each sender; half an hour of them under -Pproof, with a fresh seed that is printed;
 * {@code -Dtest.seed} sends the same again.
 */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class FuzzTest {
    private static final Duration AT_MOST = Duration.ofMinutes(30);
    private static final int REQUESTS_EACH = Proof.size(500, Integer.MAX_VALUE);
    private static final long SEED = Proof.seed(20_261_130L);
    private static final int SENDERS = 2;
    private static final int ANSWER_WITHIN_MS = 20_000;
    private static final int FINDINGS_MAX = 20;
    private static final int SHOWN_MAX = 500;
    private static final Pattern INSIDE = Pattern.compile(
            "java\\.|jakarta\\.|dev\\.yima\\.gateway|io\\.(vertx|quarkus|smallrye|netty)|Exception|\tat |"
                    + "SELECT .* FROM");

    private final Queue<String> findings = new ConcurrentLinkedQueue<>();
    private final AtomicLong sent = new AtomicLong();

    @Test
    void everyRequestIsAnsweredInOrder() throws Exception {
        System.out.println("-Dtest.seed=" + SEED);
        ShopFixture shop = ShopFixture.fresh("Fuzzed");
        String campaign = shop.runningCampaign(1_000, "[{\"kind\":\"POINTS\",\"points\":1,\"count\":1000}]");
        TestLot lot = shop.activeLot(100, campaign);
        String reward = new Consumer().claim(lot.code(99)).getString("reward.id");
        List<String> names = List.of(lot.code(0), lot.code(1), lot.code(99), lot.number(), campaign, reward);
        Path openApi = Path.of(System.getProperty("project.root"), "docs", "reference", "openapi.yaml");
        ErrorLog errors = new ErrorLog();
        Logger.getLogger("").addHandler(errors);
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                RequestFuzzer fuzzer = new RequestFuzzer(SEED + sender, openApi, names);
                running.add(senders.submit(() -> {
                    long until = System.nanoTime() + AT_MOST.toNanos();
                    for (int request = 0; request < REQUESTS_EACH && System.nanoTime() < until; request++) {
                        if (findings.size() >= FINDINGS_MAX) {
                            break;
                        }
                        send(fuzzer.next("localhost:" + RestAssured.port, shop.key()));
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            senders.shutdownNow();
            Logger.getLogger("").removeHandler(errors);
        }
        findings.addAll(errors.lines);
        System.out.println("fuzzed requests: " + sent);
        assertEquals("", String.join("\n\n", findings));
        assertTrue(sent.get() > 100, "requests were sent: " + sent);
        // Of another brand: what the fuzzed one has is frozen, withdrawn and ended by now.
        ShopFixture other = ShopFixture.fresh("Beside the fuzzed one");
        String code = other.activeLot(1, "").code(0);
        assertEquals("GENUINE_FIRST", new Consumer().look(code).getString("verdict"), "it goes on");
        assertEquals("true", other.ledgerCheck().getString("balanced"));
    }

    private void send(RequestFuzzer.Request request) throws IOException {
        sent.incrementAndGet();
        String answer = answer(request.bytes());
        String fault = fault(answer, request.wellFormed(), request.hasAnswerBody());
        if (fault != null) {
            String shown = answer.substring(0, Math.min(answer.length(), SHOWN_MAX));
            findings.add(fault + "\n" + request.shown() + "\n→ " + shown);
        }
    }

    /** What is wrong with an answer; null when nothing is. */
    private static @Nullable String fault(String answer, boolean wellFormed, boolean hasBody) {
        if (!answer.startsWith("HTTP/1.1 ")) {
            return wellFormed ? "no answer" : null;
        }
        int status = Integer.parseInt(answer.substring(9, 12));
        int end = answer.indexOf("\r\n\r\n");
        String body = answer.substring(end + 4);
        if (status >= 500) {
            return "a fault of the service";
        }
        if (INSIDE.matcher(body).find()) {
            return "tells of its inside";
        }
        boolean explained = body.contains("https://yima.dev/problems/") || body.contains("<html");
        if (status >= 400 && wellFormed && hasBody && !explained) {
            return "does not say what is wrong";
        }
        return null;
    }

    /** The answer; empty when the connection is closed without one. */
    private static String answer(byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(ANSWER_WITHIN_MS);
            try {
                OutputStream out = socket.getOutputStream();
                out.write(request);
                out.flush();
            } catch (SocketException closedBefore) {
                // The answer may be there.
            }
            return plain(socket.getInputStream().readAllBytes());
        } catch (SocketTimeoutException late) {
            return "no answer within " + ANSWER_WITHIN_MS + " ms";
        } catch (SocketException reset) {
            return "";
        }
    }

    /** An answer with its body as it was before it was compressed. */
    private static String plain(byte[] answer) throws IOException {
        String text = new String(answer, ISO_8859_1);
        int body = text.indexOf("\r\n\r\n") + 4;
        String head = text.substring(0, Math.max(0, body)).toLowerCase(Locale.ROOT);
        if (body == answer.length || !head.contains("\r\ncontent-encoding: gzip\r\n")) {
            return text;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(answer, body, answer.length - body))) {
            return text.substring(0, body) + new String(in.readAllBytes(), ISO_8859_1);
        }
    }

    /** What the service logs as an error. */
    private static final class ErrorLog extends Handler {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
                lines.add("logged: " + record.getLoggerName() + ": " + record.getMessage() + " " + record.getThrown());
            }
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
