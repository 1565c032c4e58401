package dev.yima.codec;

import dev.yima.codec.CodeReading.Malformed;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.codec.CodeReferencePage.Table;
import dev.yima.codec.OpenResult.Genuine;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the vectors of {@code docs/reference/code-format.md} equal to what this module does. */
class CodeFormatPageTest {
    private static final CodeReferencePage PAGE = CodeReferencePage.named("code-format.md");
    private static final int LOT = 12345;
    private static final int SERIAL_BITS = 24;
    private static final String KNOWN = "0C1S1YNT84EZMPS4";
    private static final Map<String, byte[]> BRAND_KEYS = new TreeMap<>(Map.of(
            "A", new byte[BrandKey.BYTES],
            "B", counting(),
            "C", filled(0xff)));

    @Test
    void theBrandKeysOfThePageAreThese() {
        PAGE.assertTable(
                "brand keys",
                new Table(
                        List.of("name", "brand key"),
                        BRAND_KEYS.entrySet().stream()
                                .map(key -> List.of(key.getKey(), code(hex(key.getValue()))))
                                .toList()));
    }

    @Test
    void theLotKeysOfThePageAreDerivedHere() {
        PAGE.assertTable(
                "lot keys",
                new Table(
                        List.of("brand key", "lot", "symbols", "lot key: `kTag`, then `kHide`"),
                        Stream.of(lot("A", 0), lot("A", LOT), lot("A", LotNumber.VALUE_MAX), lot("B", LOT), lot("C", 1))
                                .map(lot -> List.of(
                                        lot.brand,
                                        Integer.toString(lot.number),
                                        code(new LotNumber(lot.number).text()),
                                        code(hex(lot.key().bytes()))))
                                .toList()));
    }

    @Test
    void theCodesOfThePageAreMintedHere() {
        PAGE.assertTable(
                "codes",
                new Table(
                        List.of("brand key", "lot", "serial", "tag", "pad", "code"),
                        Stream.of(
                                        minted("A", LOT, 7),
                                        minted("A", LOT, 0),
                                        minted("A", LOT, 1),
                                        minted("A", LOT, LotCodec.SIZE_MAX - 1),
                                        minted("A", LOT + 1, 7),
                                        minted("A", 0, 0),
                                        minted("A", 0, LotCodec.SIZE_MAX - 1),
                                        minted("A", LotNumber.VALUE_MAX, 0),
                                        minted("A", LotNumber.VALUE_MAX, LotCodec.SIZE_MAX - 1),
                                        minted("B", LOT, 7),
                                        minted("B", 777_777, 65_535),
                                        minted("B", 524_288, 8_388_608),
                                        minted("C", LOT, 7),
                                        minted("C", 1, 99_999),
                                        minted("C", LotNumber.VALUE_MAX, 1_234_567))
                                .toList()));
    }

    @Test
    void theTextsOfThePageAreReadHere() {
        List<String> texts = List.of(
                KNOWN,
                "0C1S-1YNT-84EZ-MPS4",
                "0c1s1ynt84ezmps4",
                "OCIS-lynt-84ez-MPS4",
                "-0C1S1YNT84EZMPS4-",
                "0-C-1-S-1-Y-N-T-8-4-E-Z-M-P-S-4-",
                "0-C-1-S-1-Y-N-T-8-4-E-Z-M-P-S-4--",
                "0".repeat(33),
                KNOWN + " ".repeat(17),
                " " + KNOWN,
                "0C1S 1YNT 84EZ MPS4",
                "\ufeff0C1S\u200b1YNT\u201384EZ\u2060MPS4\r\n",
                KNOWN + "\uff0c",
                "/" + KNOWN + "/",
                "https://q.example.com/" + KNOWN + "/",
                "\ufeffhttps://q.example.com/" + KNOWN + "\r\n",
                "0C1S_1YNT_84EZ_MPS4",
                "0C1S1YNT84EZMPS\u0000",
                "0C1S1YNT84EZMPS\uff14",
                "0\u04211S1YNT84EZMPS4",
                "0C1\u017f1YNT84EZMPS4",
                "0C1S\u01311YNT84EZMP4",
                "0C1SU\u00e9",
                "",
                "-".repeat(32),
                KNOWN.substring(1),
                KNOWN + "0",
                "U".repeat(17),
                "0C1S1YNT84EZMPSU",
                "0c1s-1ynt-84ez-mpsu");
        PAGE.assertTable(
                "texts",
                new Table(
                        List.of("text, as a JSON string", "reads as"),
                        texts.stream()
                                .map(text -> List.of(code(json(text)), reading(text)))
                                .toList()));
    }

    @Test
    void theOpeningsOfThePageHappenHere() {
        Code seven = lot("A", LOT).codec(8).code(7);
        Code six = lot("A", LOT).codec(8).code(6);
        Code otherLot = lot("A", LOT + 1).codec(8).code(7);
        long serialMask = LotCodec.SIZE_MAX - 1;
        PAGE.assertTable(
                "openings",
                new Table(
                        List.of("code", "with the key of", "lot size", "opens as", "why"),
                        List.of(
                                opened(seven.text(), lot("A", LOT), 8, "the known answer"),
                                opened(seven.text(), lot("A", LOT), LotCodec.SIZE_MAX, "a larger lot"),
                                opened(seven.text(), lot("A", LOT), 7, "serial out of range: 7 is not below 7"),
                                opened(seven.text(), lot("A", LOT), 1, "serial out of range"),
                                opened(seven.text(), lot("B", LOT), 8, "another brand's key"),
                                opened(seven.text(), lot("A", LOT + 1), 8, "the key of another lot"),
                                opened(otherLot.text(), lot("A", LOT + 1), 8, "the neighbouring lot"),
                                opened(otherLot.text(), lot("A", LOT), 8, "a code of the neighbouring lot"),
                                opened(
                                        new Code(otherLot.lot(), seven.body()).text(),
                                        lot("A", LOT + 1),
                                        8,
                                        "a genuine body behind another lot number"),
                                opened("0C1S1YNT84EZMPS5", lot("A", LOT), LotCodec.SIZE_MAX, "last symbol changed"),
                                opened(
                                        "0C1S0YNT84EZMPS4",
                                        lot("A", LOT),
                                        LotCodec.SIZE_MAX,
                                        "first of the tag changed"),
                                opened(
                                        new Code(seven.lot(), seven.body() ^ 1L << SERIAL_BITS).text(),
                                        lot("A", LOT),
                                        LotCodec.SIZE_MAX,
                                        "last bit of the tag flipped"),
                                opened(
                                        new Code(seven.lot(), seven.body() & ~serialMask | six.body() & serialMask)
                                                .text(),
                                        lot("A", LOT),
                                        LotCodec.SIZE_MAX,
                                        "the tag of serial 7 with the hidden serial of 6"),
                                opened("0C1S1YNT84EZPMS4", lot("A", LOT), LotCodec.SIZE_MAX, "two symbols swapped"),
                                opened("0C1S000000000000", lot("A", LOT), LotCodec.SIZE_MAX, "body all zeros"),
                                opened("0C1SZZZZZZZZZZZZ", lot("A", LOT), LotCodec.SIZE_MAX, "body all ones"))));
    }

    @Test
    void theUrlsOfThePageAreReadHere() {
        Code code = TestLots.wellformed(KNOWN);
        Gtin gtin = Gtin.read("6901234567892").orElseThrow();
        List<String> urls = List.of(
                CodeUrl.shortForm("https://q.example.com", code),
                CodeUrl.shortForm("http://localhost:8080", code),
                CodeUrl.digitalLink("https://q.example.com", gtin, code),
                "https://q.example.com/0c1s-1ynt-84ez-mps4",
                "https://q.example.com/0C1S1YNT84EZMPS4?from=app#top",
                "https://q.example.com/0C1S1YNT84EZMPS4/",
                "https://q.example.com/0C1S1YNT84EZMPS4%EF%BC%8C",
                "https://q.example.com/01/06901234567892/10/LOT1/21/0C1S1YNT84EZMPS4?17=271231",
                "https://q.example.com/x/0C1S1YNT84EZMPS4",
                "https://q.example.com/0C1S1YNT84EZMPS4/x",
                "https://q.example.com/01/6901234567892/21/0C1S1YNT84EZMPS4",
                "ftp://q.example.com/0C1S1YNT84EZMPS4",
                "https:///0C1S1YNT84EZMPS4",
                KNOWN);
        PAGE.assertTable(
                "urls",
                new Table(
                        List.of("text", "the code's text in it"),
                        urls.stream()
                                .map(url -> List.of(
                                        code(url),
                                        CodeUrl.codeText(url)
                                                .map(CodeFormatPageTest::code)
                                                .orElse("none")))
                                .toList()));
    }

    private static List<String> minted(String brand, int number, int serial) {
        Code code = lot(brand, number).codec(LotCodec.SIZE_MAX).code(serial);
        long tag = code.body() >>> SERIAL_BITS;
        long pad = (code.body() ^ serial) & LotCodec.SIZE_MAX - 1;
        return List.of(
                brand,
                Integer.toString(number),
                Integer.toString(serial),
                code(String.format(Locale.ROOT, "%09x", tag)),
                code(String.format(Locale.ROOT, "%06x", pad)),
                code(code.text()));
    }

    private static List<String> opened(String text, Lot lot, int size, String why) {
        String opens = lot.codec(size).open(TestLots.wellformed(text)) instanceof Genuine genuine
                ? "serial " + genuine.serial()
                : "forged";
        return List.of(code(text), "brand " + lot.brand + ", lot " + lot.number, Integer.toString(size), opens, why);
    }

    private static String reading(String text) {
        CodeReading reading = CodeReader.read(text);
        return switch (reading.kind()) {
            case WELLFORMED -> code(((Wellformed) reading).code().text());
            case MALFORMED -> ((Malformed) reading).fault().name();
        };
    }

    private static Lot lot(String brand, int number) {
        return new Lot(brand, number);
    }

    private static byte[] counting() {
        byte[] key = new byte[BrandKey.BYTES];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) i;
        }
        return key;
    }

    private static byte[] filled(int value) {
        byte[] key = new byte[BrandKey.BYTES];
        Arrays.fill(key, (byte) value);
        return key;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String code(String text) {
        return '`' + text + '`';
    }

    private static String json(String text) {
        return text.chars()
                .mapToObj(c -> c >= ' ' && c < 127 ? Character.toString(c) : String.format(Locale.ROOT, "\\u%04x", c))
                .collect(Collectors.joining("", "\"", "\""));
    }

    /** A lot under one of the page's brand keys. */
    private record Lot(String brand, int number) {
        LotKey key() {
            return BrandKey.of(BRAND_KEYS.getOrDefault(brand, new byte[0])).lotKey(new LotNumber(number));
        }

        LotCodec codec(int size) {
            return new LotCodec(new LotNumber(number), size, key());
        }
    }
}
