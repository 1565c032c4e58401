package dev.yima.bench.measure;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.Encoder;
import com.google.zxing.qrcode.encoder.QRCode;
import dev.yima.bench.run.PrintBench;
import dev.yima.codec.LotCodec;
import dev.yima.codec.LotKey;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.qr.QrLevel;
import dev.yima.codegen.qr.QrSymbol;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The work that {@link PrintBench} measures: drawing the symbols of URLs, one after the other. */
public class PrintWork {
    private static final int KEY_BYTES = 32;
    private static final String URL = "HTTPS://Q.EXAMPLE.COM/";

    /** URLs of a lot, in turn. */
    @State(Scope.Thread)
    public static class Urls {
        private final LotCodec lot = new LotCodec(new LotNumber(1), LotCodec.SIZE_MAX, LotKey.of(new byte[KEY_BYTES]));
        private int serial;

        /** The next one. */
        String next() {
            serial = (serial + 1) % lot.size();
            return URL + lot.code(serial).text();
        }
    }

    /** Symbols a second. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public QrSymbol symbols(Urls urls) {
        return QrSymbol.of(urls.next(), QrLevel.M);
    }

    /** The duration of each. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public QrSymbol symbol(Urls urls) {
        return QrSymbol.of(urls.next(), QrLevel.M);
    }

    /** The same by ZXing with its default settings. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public QRCode zxing(Urls urls) throws WriterException {
        return Encoder.encode(urls.next(), ErrorCorrectionLevel.M);
    }
}
