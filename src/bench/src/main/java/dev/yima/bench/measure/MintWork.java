package dev.yima.bench.measure;

import dev.yima.bench.run.MintBench;
import dev.yima.codec.Code;
import dev.yima.codec.LotCodec;
import dev.yima.codec.LotKey;
import dev.yima.codec.LotNumber;
import dev.yima.codec.OpenResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The work that {@link MintBench} measures: minting the largest lot, over and over, a chunk at a time. */
public class MintWork {
    /** Codes in a chunk: a megabyte of symbols. */
    public static final int CHUNK = 1 << 16;

    private static final int CHUNKS = LotCodec.SIZE_MAX / CHUNK;
    /** Codes that are opened in a round. */
    static final int OPENED = 4_096;

    private static final int KEY_BYTES = 32;
    private static final int AES_BLOCK = 16;

    /** A tag and a pad (docs/reference/code-format.md). */
    private static final int BLOCKS_PER_CODE = 2;

    /** Blocks that one call encrypts: as many as stay in the nearest cache. */
    private static final int BATCH = 512;

    /** A lot and its file, which is gone when it is closed. */
    @State(Scope.Benchmark)
    public static class Mint {
        private final LotCodec lot = new LotCodec(new LotNumber(1), LotCodec.SIZE_MAX, LotKey.of(new byte[KEY_BYTES]));
        private final AtomicInteger chunk = new AtomicInteger();
        private final FileChannel file;

        /** Opens a file. */
        public Mint() {
            try {
                file = FileChannel.open(
                        Files.createTempFile("mint", ".codes"),
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Codes to be opened. */
    @State(Scope.Benchmark)
    public static class Opened {
        private final LotCodec lot = new LotCodec(new LotNumber(1), LotCodec.SIZE_MAX, LotKey.of(new byte[KEY_BYTES]));
        private final Code[] codes = new Code[OPENED];

        /** Makes them. */
        public Opened() {
            for (int i = 0; i < OPENED; i++) {
                codes[i] = lot.code(i * (LotCodec.SIZE_MAX / OPENED));
            }
        }
    }

    /** The state of one thread. */
    @State(Scope.Thread)
    public static class ThreadState {
        private final byte[] codes = new byte[CHUNK * Code.SYMBOLS];
        private final byte[] blocks = new byte[BATCH * AES_BLOCK];
        private final Cipher aes;

        /** Makes a cipher. */
        public ThreadState() {
            try {
                aes = Cipher.getInstance("AES/ECB/NoPadding");
                aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[AES_BLOCK], "AES"));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has AES", e);
            }
        }
    }

    /** Chunks a second, in the file. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public int codes(Mint mint, ThreadState state) throws IOException {
        return write(mint, state);
    }

    /** The duration of each chunk. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public int chunk(Mint mint, ThreadState state) throws IOException {
        return write(mint, state);
    }

    /** The AES blocks of a chunk of codes, and nothing else. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public byte[] aes(ThreadState state) throws GeneralSecurityException {
        for (int done = 0; done < CHUNK * BLOCKS_PER_CODE; done += BATCH) {
            state.aes.update(state.blocks, 0, state.blocks.length, state.blocks, 0);
        }
        return state.blocks;
    }

    /** Codes a second that one thread opens. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    @OperationsPerInvocation(OPENED)
    public int open(Opened opened) {
        int genuine = 0;
        for (Code code : opened.codes) {
            genuine += opened.lot.open(code) instanceof OpenResult.Genuine ? 1 : 0;
        }
        if (genuine != OPENED) {
            throw new IllegalStateException("every code must open: " + genuine);
        }
        return genuine;
    }

    private static int write(Mint mint, ThreadState state) throws IOException {
        int first = mint.chunk.getAndIncrement() % CHUNKS * CHUNK;
        mint.lot.writeCodes(first, CHUNK, state.codes);
        return mint.file.write(ByteBuffer.wrap(state.codes), (long) first * Code.SYMBOLS);
    }
}
