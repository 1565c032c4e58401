package dev.yima.codegen.age;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes a key out of a passphrase, slowly and with much memory (RFC 7914), with one lane. */
final class Scrypt {
    private static final int BLOCK_WORDS = 16;
    private static final int BLOCK_BYTES = BLOCK_WORDS * Integer.BYTES;
    private static final int DOUBLE_ROUNDS = 4;

    private Scrypt() {}

    /**
     * Derives a key.
     *
     * @param logWork the binary logarithm of the work factor N, 1 to 22
     * @param blockSize the factor r
     * @param keyBytes bytes of the key
     */
    static byte[] derive(byte[] passphrase, byte[] salt, int logWork, int blockSize, int keyBytes) {
        int words = 2 * blockSize * BLOCK_WORDS;
        byte[] block = pbkdf2(passphrase, salt, words * Integer.BYTES);
        int[] x = new int[words];
        ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(x);
        mix(x, 1 << logWork, blockSize);
        ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(x);
        return pbkdf2(passphrase, block, keyBytes);
    }

    private static void mix(int[] x, int work, int blockSize) {
        int[][] memory = new int[work][];
        int[] y = new int[x.length];
        for (int i = 0; i < work; i++) {
            memory[i] = x.clone();
            mixBlocks(x, y, blockSize);
        }
        int last = x.length - BLOCK_WORDS;
        for (int i = 0; i < work; i++) {
            int[] other = memory[x[last] & work - 1];
            for (int k = 0; k < x.length; k++) {
                x[k] ^= other[k];
            }
            mixBlocks(x, y, blockSize);
        }
    }

    /** BlockMix: even blocks go to the first half, odd ones to the second. */
    private static void mixBlocks(int[] x, int[] y, int blockSize) {
        int[] block = Arrays.copyOfRange(x, x.length - BLOCK_WORDS, x.length);
        for (int i = 0; i < 2 * blockSize; i++) {
            for (int k = 0; k < BLOCK_WORDS; k++) {
                block[k] ^= x[i * BLOCK_WORDS + k];
            }
            salsa(block);
            System.arraycopy(block, 0, y, (i / 2 + i % 2 * blockSize) * BLOCK_WORDS, BLOCK_WORDS);
        }
        System.arraycopy(y, 0, x, 0, x.length);
    }

    /** Salsa20/8. */
    private static void salsa(int[] block) {
        int[] x = block.clone();
        for (int round = 0; round < DOUBLE_ROUNDS; round++) {
            quarter(x, 0, 4, 8, 12);
            quarter(x, 5, 9, 13, 1);
            quarter(x, 10, 14, 2, 6);
            quarter(x, 15, 3, 7, 11);
            quarter(x, 0, 1, 2, 3);
            quarter(x, 5, 6, 7, 4);
            quarter(x, 10, 11, 8, 9);
            quarter(x, 15, 12, 13, 14);
        }
        for (int k = 0; k < BLOCK_WORDS; k++) {
            block[k] += x[k];
        }
    }

    private static void quarter(int[] x, int a, int b, int c, int d) {
        x[b] ^= Integer.rotateLeft(x[a] + x[d], 7);
        x[c] ^= Integer.rotateLeft(x[b] + x[a], 9);
        x[d] ^= Integer.rotateLeft(x[c] + x[b], 13);
        x[a] ^= Integer.rotateLeft(x[d] + x[c], 18);
    }

    /** PBKDF2-HMAC-SHA256 with one iteration; the JDK's own takes characters, not bytes. */
    private static byte[] pbkdf2(byte[] passphrase, byte[] salt, int bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(passphrase, "HmacSHA256"));
            byte[] out = new byte[bytes];
            for (int i = 0, block = 1; i < bytes; i += mac.getMacLength(), block++) {
                mac.update(salt);
                byte[] part = mac.doFinal(
                        ByteBuffer.allocate(Integer.BYTES).putInt(block).array());
                System.arraycopy(part, 0, out, i, Math.min(part.length, bytes - i));
            }
            return out;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC", e);
        }
    }
}
