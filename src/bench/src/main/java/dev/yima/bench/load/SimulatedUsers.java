package dev.yima.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * People with phones: each has the cookie that the service gave them, and sends what the page does: the headers of a
 * phone's browser, and with a claim an Idempotency-Key.
 */
public final class SimulatedUsers {
    private static final byte[] SET_COOKIE = "yima_member=".getBytes(US_ASCII);
    private static final byte[] COOKIE = "Cookie: yima_member=".getBytes(US_ASCII);
    private static final byte[] KEY = "Idempotency-Key: ".getBytes(US_ASCII);
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
     * Writes the request of somebody for a code's packet. Its Idempotency-Key is that of person and code, so that who
     * asks again is known.
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
        if (end == CLAIM) {
            request.put(KEY);
            codes.write(code, request);
            request.put(LINE_END);
        }
        request.put(CODE);
        codes.write(code, request);
        request.put(end);
    }

    private static final byte[] HEAD =
            ("POST /api/v1/scans HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
                            + "User-Agent: Mozilla/5.0 (Linux; Android 14; V2324A; wv) AppleWebKit/537.36 (KHTML, like"
                            + " Gecko) Version/4.0 Chrome/126.0.6478.188 Mobile Safari/537.36 XWEB/1260117"
                            + " MicroMessenger/8.0.50.2701 WeChat/arm64 NetType/5G Language/zh_CN\r\n"
                            + "Accept: */*\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
                            + "Accept-Language: zh-CN,zh;q=0.9,en-US;q=0.8,en;q=0.7\r\n"
                            + "Origin: http://bench\r\nReferer: http://bench/\r\n"
                            + "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n"
                            + "Content-Length: ")
                    .getBytes(US_ASCII);
}
