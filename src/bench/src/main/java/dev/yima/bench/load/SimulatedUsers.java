package dev.yima.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** People with phones: each has the cookie that the service gave them. */
public final class SimulatedUsers {
    private static final byte[] SET_COOKIE = "yima_member=".getBytes(US_ASCII);
    private static final byte[] COOKIE = "Cookie: yima_member=".getBytes(US_ASCII);
    private static final byte[] LINE_END = "\r\n".getBytes(US_ASCII);
    private static final byte[] CODE = "\r\n{\"code\":\"".getBytes(US_ASCII);
    private static final byte[] CLAIM = "\"}".getBytes(US_ASCII);
    private static final byte[] LOOK = "\",\"claim\":false}".getBytes(US_ASCII);
    private static final int CODE_SYMBOLS = 16;
    private static final Duration MEET_WITHIN = Duration.ofMinutes(2);
    private static final int CONNECTIONS = 64;

    private final byte[][] cookies;

    private SimulatedUsers(byte[][] cookies) {
        this.cookies = cookies;
    }

    /** Lets people meet the service: each looks at a code for the first time. */
    public static SimulatedUsers register(InetSocketAddress address, int people, ShuffledCodes codes)
            throws IOException {
        byte[][] cookies = new byte[people][];
        HttpLoad.Outcome met = new HttpLoad(List.of(address), CONNECTIONS, new HttpLoad.Caller() {
                    private int next;
                    private int known;

                    @Override
                    public boolean ask(int connection, ByteBuffer request) {
                        if (next == people) {
                            return false;
                        }
                        write(request, null, codes, next++, LOOK);
                        return true;
                    }

                    @Override
                    public boolean hear(int connection, int status, HttpLoad.Bytes answer) {
                        int at = answer.indexOf(SET_COOKIE);
                        if (status != 200 || at < 0) {
                            return false;
                        }
                        int from = at + SET_COOKIE.length;
                        int to = from;
                        while (answer.array()[to] != ';') {
                            to++;
                        }
                        cookies[known++] = Arrays.copyOfRange(answer.array(), from, to);
                        return true;
                    }
                })
                .run(MEET_WITHIN);
        if (met.answers() != people) {
            throw new IllegalStateException("must all be met: people=" + people + " met=" + met.answers());
        }
        return new SimulatedUsers(cookies);
    }

    /**
     * Writes the request of somebody for a code's packet.
     *
     * @param person who, 0 to size - 1
     */
    public void claim(ByteBuffer request, int person, ShuffledCodes codes, int code) {
        write(request, cookies[person], codes, code, CLAIM);
    }

    /** The number of users. */
    public int size() {
        return cookies.length;
    }

    private static void write(ByteBuffer request, byte @Nullable [] cookie, ShuffledCodes codes, int code, byte[] end) {
        int length = CODE.length - LINE_END.length + CODE_SYMBOLS + end.length;
        request.put(HEAD).put(Integer.toString(length).getBytes(US_ASCII)).put(LINE_END);
        if (cookie != null) {
            request.put(COOKIE).put(cookie).put(LINE_END);
        }
        request.put(CODE);
        codes.write(code, request);
        request.put(end);
    }

    private static final byte[] HEAD =
            ("POST /api/v1/scans HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n" + "Content-Length: ")
                    .getBytes(US_ASCII);
}
