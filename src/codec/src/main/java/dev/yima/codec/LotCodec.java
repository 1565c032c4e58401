package dev.yima.codec;

import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * Mints and opens the codes of one lot. The construction is SIV (RFC 5297) with a short synthetic IV: the tag
 * authenticates lot and serial, and also hides the serial. Safe for use by many threads.
 */
public final class LotCodec {
    /** The largest lot, 2<sup>24</sup> codes. */
    public static final int SIZE_MAX = 1 << 24;

    private static final int SERIAL_BITS = 24;
    private static final int TAG_BITS = Code.BODY_BITS - SERIAL_BITS;
    private static final int SERIAL_MASK = SIZE_MAX - 1;
    private static final int HALF_BITS = 40;
    private static final int BLOCK = 16;
    private static final int BATCH = 256;
    private static final long TAG_MASK = -1L << Long.SIZE - TAG_BITS;
    private static final int CMAC_PADDING = 0x80;
    private static final int CMAC_POLYNOMIAL = 0x87;
    private static final OpenResult FORGED = new OpenResult.Forged();

    private final LotNumber lot;
    private final int size;
    private final SecretKeySpec tagKey;
    private final SecretKeySpec hideKey;
    private final long maskHigh;
    private final long maskLow;
    private final ThreadLocal<Workbench> workbench = ThreadLocal.withInitial(this::newWorkbench);

    /**
     * Prepares a lot.
     *
     * @param lot its number
     * @param size the number of codes it has, 1 to {@link #SIZE_MAX}
     * @param key its key
     * @throws IllegalArgumentException when the size is out of range
     */
    public LotCodec(LotNumber lot, int size, LotKey key) {
        if (size < 1 || size > SIZE_MAX) {
            throw new IllegalArgumentException("must be 1 to " + SIZE_MAX + ": size=" + size);
        }
        this.lot = lot;
        this.size = size;
        this.tagKey = new SecretKeySpec(key.tagKey(), "AES");
        this.hideKey = new SecretKeySpec(key.hideKey(), "AES");
        byte[] zero = new byte[BLOCK];
        transform(aes(tagKey), zero, BLOCK);
        long high = readLong(zero, 0);
        long low = readLong(zero, Long.BYTES);
        // RFC 4493, 2.3: K1 = dbl(AES(0)), K2 = dbl(K1). Our message is shorter than a block, so only K2 is used.
        for (int i = 0; i < 2; i++) {
            long carry = high >>> 63;
            high = high << 1 | low >>> 63;
            low = low << 1 ^ carry * CMAC_POLYNOMIAL;
        }
        this.maskHigh = high;
        this.maskLow = low;
    }

    /** The number of the lot. */
    public LotNumber lot() {
        return lot;
    }

    /** The number of codes of the lot. */
    public int size() {
        return size;
    }

    /**
     * The code of a serial.
     *
     * @throws IndexOutOfBoundsException when the serial is outside 0 to size - 1
     */
    public Code code(int serial) {
        Objects.checkIndex(serial, size);
        Workbench bench = workbench.get();
        seal(bench, serial, 1);
        return new Code(lot, bench.bodies[0]);
    }

    /**
     * Writes the codes of consecutive serials, {@link Code#SYMBOLS} ASCII bytes each, with nothing between them.
     *
     * @param firstSerial the first serial
     * @param count the number
     * @param out the output, from index 0; at least {@code 16 * count} bytes
     * @throws IndexOutOfBoundsException when a serial is outside the lot or the array is too short
     */
    public void writeCodes(int firstSerial, int count, byte[] out) {
        Objects.checkFromIndexSize(firstSerial, count, size);
        Objects.checkFromIndexSize(0, Math.multiplyExact(count, Code.SYMBOLS), out.length);
        Workbench bench = workbench.get();
        for (int done = 0; done < count; done += BATCH) {
            int batch = Math.min(BATCH, count - done);
            seal(bench, firstSerial + done, batch);
            writeSymbols(bench, batch, out, done * Code.SYMBOLS);
        }
    }

    /**
     * Lot and body are 80 bits: twice 40, eight symbols each. Each of the first two loops fills one array, so that the
     * compiler works on several codes at once; a loop that filled both took five times as long.
     */
    private void writeSymbols(Workbench bench, int count, byte[] out, int offset) {
        long lotBits = (long) lot.value() << HALF_BITS - LotNumber.BITS;
        long[] bodies = bench.bodies;
        long[] high = bench.high;
        long[] low = bench.low;
        for (int i = 0; i < count; i++) {
            high[i] = Base32.encode40(lotBits | bodies[i] >>> HALF_BITS);
        }
        for (int i = 0; i < count; i++) {
            low[i] = Base32.encode40(bodies[i]);
        }
        for (int i = 0; i < count; i++) {
            writeLong(out, offset + i * Code.SYMBOLS, high[i]);
            writeLong(out, offset + i * Code.SYMBOLS + Long.BYTES, low[i]);
        }
    }

    /** Opens a code: unhides the serial, recomputes the tag and compares it in constant time; never throws. */
    public OpenResult open(Code code) {
        Workbench bench = workbench.get();
        long tag = code.body() >>> SERIAL_BITS;
        int serial = (int) code.body() & SERIAL_MASK ^ pad(bench, tag);
        // No early exit: how long a refusal takes must not tell which of the three conditions failed.
        long wrong = tag(bench, serial) ^ tag;
        wrong |= (long) code.lot().value() ^ lot.value();
        wrong |= serial < size ? 0 : 1;
        return wrong == 0 ? new OpenResult.Genuine(serial) : FORGED;
    }

    private void seal(Workbench bench, int firstSerial, int count) {
        bench.makeRoom(count);
        byte[] messages = bench.messages;
        byte[] pads = bench.pads;
        byte[] made = bench.blocks;
        long start = (long) lot.value() << Integer.SIZE ^ maskHigh;
        long end = (long) CMAC_PADDING << Long.SIZE - Byte.SIZE ^ maskLow;
        // The second half of each block is always the same, and stays in its place.
        for (int i = bench.prepared; i < count; i++) {
            writeLong(messages, i * BLOCK + Long.BYTES, end);
        }
        bench.prepared = Math.max(bench.prepared, count);
        for (int i = 0; i < count; i++) {
            writeLong(messages, i * BLOCK, start ^ firstSerial + i);
        }
        transform(bench.tagCipher, messages, made, count * BLOCK);
        for (int i = 0; i < count; i++) {
            writeLong(pads, i * BLOCK, readLong(made, i * BLOCK) & TAG_MASK);
        }
        transform(bench.hideCipher, pads, made, count * BLOCK);
        for (int i = 0; i < count; i++) {
            long tag = readLong(pads, i * BLOCK) >>> Long.SIZE - TAG_BITS;
            long pad = readLong(made, i * BLOCK) >>> Long.SIZE - SERIAL_BITS;
            bench.bodies[i] = (tag << SERIAL_BITS | firstSerial + i) ^ pad;
        }
    }

    private long tag(Workbench bench, int serial) {
        writeMessage(bench.blocks, 0, serial);
        transform(bench.tagCipher, bench.blocks, BLOCK);
        return readLong(bench.blocks, 0) >>> Long.SIZE - TAG_BITS;
    }

    private static int pad(Workbench bench, long tag) {
        writeTag(bench.blocks, 0, tag);
        transform(bench.hideCipher, bench.blocks, BLOCK);
        return (int) (readLong(bench.blocks, 0) >>> Long.SIZE - SERIAL_BITS);
    }

    /** Writes lot and serial, padded and masked as CMAC wants its last block. */
    private void writeMessage(byte[] blocks, int offset, int serial) {
        writeLong(blocks, offset, ((long) lot.value() << Integer.SIZE | serial) ^ maskHigh);
        writeLong(blocks, offset + Long.BYTES, (long) CMAC_PADDING << Long.SIZE - Byte.SIZE ^ maskLow);
    }

    private static void writeTag(byte[] blocks, int offset, long tag) {
        writeLong(blocks, offset, tag << Long.SIZE - TAG_BITS);
        writeLong(blocks, offset + Long.BYTES, 0);
    }

    private Workbench newWorkbench() {
        return new Workbench(aes(tagKey), aes(hideKey));
    }

    private static Cipher aes(SecretKeySpec key) {
        try {
            // One block is one permutation here, so ECB is the raw AES that CMAC and the pad are built from.
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key);
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES", e);
        }
    }

    private static void transform(Cipher cipher, byte[] blocks, int length) {
        transform(cipher, blocks, blocks, length);
    }

    private static void transform(Cipher cipher, byte[] from, byte[] to, int length) {
        try {
            cipher.update(from, 0, length, to, 0);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("whole blocks go in and out", e);
        }
    }

    private static long readLong(byte[] bytes, int offset) {
        return (long) Bytes.LONG.get(bytes, offset);
    }

    private static void writeLong(byte[] bytes, int offset, long value) {
        Bytes.LONG.set(bytes, offset, value);
    }

    /**
     * The ciphers and buffers of one thread; ciphers are not safe to share. Opening needs one block, minting in bulk
     * more.
     */
    private static final class Workbench {
        private final Cipher tagCipher;
        private final Cipher hideCipher;
        private byte[] blocks = new byte[BLOCK];
        private byte[] messages = new byte[0];
        private byte[] pads = new byte[0];
        private int prepared;
        private long[] bodies = new long[1];
        private long[] high = new long[1];
        private long[] low = new long[1];

        Workbench(Cipher tagCipher, Cipher hideCipher) {
            this.tagCipher = tagCipher;
            this.hideCipher = hideCipher;
        }

        void makeRoom(int count) {
            if (messages.length < count * BLOCK) {
                messages = new byte[count * BLOCK];
                pads = new byte[count * BLOCK];
                prepared = 0;
                blocks = new byte[count * BLOCK];
                bodies = new long[count];
                high = new long[count];
                low = new long[count];
            }
        }
    }
}
