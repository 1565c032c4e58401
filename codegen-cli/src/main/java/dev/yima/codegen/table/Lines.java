package dev.yima.codegen.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.util.Optional;

/** The lines of a UTF-8 text, each of bounded length, ended by LF or CRLF. */
final class Lines implements Closeable {
    /** Bytes of the longest line. */
    static final int BYTES_MAX = 1_024;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int END = -1;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final byte[] line = new byte[BYTES_MAX];
    private final CharsetDecoder decoder = UTF_8.newDecoder();
    private int position;
    private int limit;
    private long number;

    Lines(InputStream in) {
        this.in = in;
    }

    /** The number of the line that was read last, from 1. */
    long number() {
        return number;
    }

    /**
     * The next line without its end; empty when there is none.
     *
     * @throws CharacterCodingException when it is not UTF-8
     * @throws IOException when it is too long or cannot be read
     */
    Optional<String> next() throws IOException {
        number++;
        int length = 0;
        int value = read();
        if (value == END) {
            return Optional.empty();
        }
        while (value != END && value != '\n') {
            if (length == BYTES_MAX) {
                throw new IOException("must have at most " + BYTES_MAX + " bytes");
            }
            line[length++] = (byte) value;
            value = read();
        }
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        CharBuffer text = decoder.decode(ByteBuffer.wrap(line, 0, length));
        return Optional.of(text.toString());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private int read() throws IOException {
        if (position == limit) {
            limit = Math.max(0, in.read(buffer));
            position = 0;
            if (limit == 0) {
                return END;
            }
        }
        return buffer[position++] & 0xFF;
    }
}
