package dev.yima.codegen.print;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codec.BrandKey;
import dev.yima.codec.Code;
import dev.yima.codec.CodeUrl;
import dev.yima.codec.LotCodec;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.Codegen;
import dev.yima.codegen.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A lot on disk and the command that prints it. */
public final class PrintFixture {
    private static final LotNumber LOT = new LotNumber(12_345);
    private static final String MANIFEST = """
            {"lot":"0C1S","size":%d,"kind":"%s","label":"%s","formatVersion":1,
             "files":[{"name":"codes.csv","sha256":"%s","rows":%d}]}""";

    private final Path folder;
    private final List<Code> codes;
    private final String urlBase;

    private int exitCode;
    private String out = "";
    private String err = "";

    public PrintFixture(Path folder, int size, String urlBase) {
        this.folder = folder;
        this.urlBase = urlBase;
        LotCodec lot =
                new LotCodec(LOT, size, BrandKey.of(new byte[BrandKey.BYTES]).lotKey(LOT));
        this.codes = IntStream.range(0, size).mapToObj(lot::code).toList();
    }

    public Code code(int serial) {
        return codes.get(serial);
    }

    public List<String> urls() {
        return codes.stream().map(code -> CodeUrl.shortForm(urlBase, code)).toList();
    }

    /** The rows as mint writes them, with the header. */
    List<String> lines() {
        Stream<String> rows = IntStream.range(0, codes.size())
                .mapToObj(serial -> serial + "," + code(serial).text() + "," + urls().get(serial));
        return Stream.concat(Stream.of("serial,code,url"), rows).toList();
    }

    /** Writes the folder as mint does. */
    public Path writeFolder() {
        return describe("ITEM_INNER", "");
    }

    /** The same with a kind and a label. */
    Path describe(String kind, String label) {
        String csv = String.join("\n", lines()) + "\n";
        write("minted/codes.csv", csv);
        write("minted/manifest.json", MANIFEST.formatted(codes.size(), kind, label, sha256(csv), codes.size()));
        return folder.resolve("minted");
    }

    /** Writes a file of the test's own. */
    Path write(String name, String content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Prints to {@link #out()}. */
    public PrintFixture print(Path source, String... options) {
        StringWriter stdout = new StringWriter();
        StringWriter stderr = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(stdout), new PrintWriter(stderr, true), false, Map.of());
        Stream<String> fixed = Stream.of("print", source.toString(), "--out", out().toString());
        exitCode = Codegen.commandLine(terminal)
                .execute(Stream.concat(fixed, Stream.of(options)).toArray(String[]::new));
        out = stdout.toString();
        err = stderr.toString();
        return this;
    }

    Path out() {
        return folder.resolve("printed");
    }

    String stdout() {
        return out;
    }

    String stderr() {
        return err;
    }

    PrintFixture succeeded() {
        assertEquals("", err);
        assertEquals(0, exitCode);
        return this;
    }

    /** Expects one line that holds each of the parts, and nothing printed. */
    public void failed(int expectedExitCode, String... parts) {
        assertEquals(expectedExitCode, exitCode, err);
        assertEquals("", out);
        assertEquals(1, err.lines().filter(line -> !line.startsWith("Try '")).count(), err);
        for (String part : parts) {
            assertTrue(err.contains(part), () -> "wanted " + part + " in " + err);
        }
        assertTrue(Files.notExists(out()), "nothing is left behind");
    }

    /** Takes away what was printed. */
    void clear() throws IOException {
        try (Stream<Path> all = Files.walk(out())) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** The files that were printed, in the order of their names. */
    public List<Path> files() {
        try (Stream<Path> all = Files.walk(out())) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
