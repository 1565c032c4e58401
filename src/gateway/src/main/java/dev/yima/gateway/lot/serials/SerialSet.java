package dev.yima.gateway.lot.serials;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A set of serials, one bit each, in chunks of {@value #CHUNK}: a whole lot takes 2 MB at most, an empty chunk nothing.
 * Immutable.
 */
public final class SerialSet {
    /** The number of serials in a chunk. */
    static final int CHUNK = 1 << 16;

    /** The size of a chunk, in bytes. */
    static final int CHUNK_BYTES = CHUNK / Byte.SIZE;

    static final SerialSet EMPTY = new SerialSet(Map.of());

    private final Map<Integer, byte[]> chunks = new HashMap<>();

    /** A set from the bits of its chunks by their number, 0 to 255. */
    SerialSet(Map<Integer, byte[]> bits) {
        bits.forEach((chunk, bytes) -> chunks.put(chunk, bytes.clone()));
    }

    boolean contains(int serial) {
        byte[] bits = chunks.get(serial / CHUNK);
        return bits != null && has(bits, serial % CHUNK);
    }

    /** The bits of some serials, by the number of their chunk. */
    static Map<Integer, byte[]> bits(int[] serials) {
        Map<Integer, byte[]> bits = new TreeMap<>();
        Arrays.stream(serials).forEach(serial -> {
            byte[] chunk = bits.computeIfAbsent(serial / CHUNK, number -> new byte[CHUNK_BYTES]);
            chunk[serial % CHUNK / Byte.SIZE] |= (byte) (1 << serial % Byte.SIZE);
        });
        return bits;
    }

    /** The bits of both chunks. */
    static byte[] with(byte[] bits, byte[] added) {
        byte[] both = bits.clone();
        for (int i = 0; i < CHUNK_BYTES; i++) {
            both[i] |= added[i];
        }
        return both;
    }

    /** The bits of a chunk without those of another. */
    static byte[] without(byte[] bits, byte[] removed) {
        byte[] rest = bits.clone();
        for (int i = 0; i < CHUNK_BYTES; i++) {
            rest[i] &= (byte) ~removed[i];
        }
        return rest;
    }

    /** The number of bits that are set in a chunk. */
    static int count(byte[] bits) {
        int count = 0;
        for (byte eight : bits) {
            count += Integer.bitCount(eight & 0xFF);
        }
        return count;
    }

    private static boolean has(byte[] bits, int index) {
        return (bits[index / Byte.SIZE] & 1 << index % Byte.SIZE) != 0;
    }
}
