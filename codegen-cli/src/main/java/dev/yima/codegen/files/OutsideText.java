package dev.yima.codegen.files;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.codegen.terminal.CommandFailed;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Text that people and other programs have written: encoded as its byte-order mark says, else in UTF-16 when its first
 * character says so, else in UTF-8 when it is that throughout, else in GB18030, which Excel and Windows in Chinese
 * write. The mark is never a part of the text.
 */
public final class OutsideText {
    /** The rule that other bytes break, for messages. */
    public static final String RULE = "must be text in UTF-8, UTF-16 or GB18030";

    /** Bytes that are looked at before the first is decoded; what is longer is told by its beginning. */
    private static final int HEAD_BYTES = 1 << 25;

    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final char MARK = '\uFEFF';

    private OutsideText() {}

    /**
     * Decodes a text of any length. Closing the reader closes {@code in}.
     *
     * @return what fails with {@link CharacterCodingException} where the bytes are no text
     */
    public static Reader open(InputStream in) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(in, 1 << 16);
        bytes.mark(HEAD_BYTES);
        Charset charset = charset(bytes.readNBytes(HEAD_BYTES));
        bytes.reset();
        PushbackReader text = new PushbackReader(new InputStreamReader(bytes, charset.newDecoder()));
        int first = text.read();
        if (first >= 0 && first != MARK) {
            text.unread(first);
        }
        return text;
    }

    /**
     * Reads a small file.
     *
     * @throws CommandFailed when it cannot be read, is longer, or is no text
     */
    public static String read(Path file, int bytesMax) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                throw CommandFailed.failed(file + ": must have at most " + bytesMax + " bytes");
            }
            return of(bytes);
        } catch (CharacterCodingException e) {
            throw CommandFailed.failed(file + ": " + RULE);
        } catch (IOException e) {
            throw CommandFailed.io("cannot read " + file, e);
        }
    }

    /**
     * Decodes a text.
     *
     * @throws CharacterCodingException when it is none
     */
    public static String of(byte[] bytes) throws IOException {
        StringWriter text = new StringWriter();
        try (Reader reader = open(new ByteArrayInputStream(bytes))) {
            reader.transferTo(text);
        }
        return text.toString();
    }

    private static Charset charset(byte[] head) {
        int first = head.length > 0 ? head[0] & 0xFF : 0x20;
        int second = head.length > 1 ? head[1] & 0xFF : 0x20;
        if (first == 0xFF && second == 0xFE || second == 0) {
            return UTF_16LE;
        }
        if (first == 0xFE && second == 0xFF || first == 0) {
            return UTF_16BE;
        }
        boolean marked = first == 0xEF && second == 0xBB;
        return marked || isUtf8(head) ? UTF_8 : GB18030;
    }

    /** Whether bytes are UTF-8; what is cut off in the middle of its last character is. */
    private static boolean isUtf8(byte[] head) {
        CharsetDecoder decoder = UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(head);
        CharBuffer text = CharBuffer.allocate(1 << 13);
        boolean whole = head.length < HEAD_BYTES;
        CoderResult result = decoder.decode(bytes, text, whole);
        while (result.isOverflow()) {
            text.clear();
            result = decoder.decode(bytes, text, whole);
        }
        return result.isUnderflow();
    }
}
