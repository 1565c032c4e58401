package dev.yima.gateway.diversion.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.yima.codec.Code;
import dev.yima.codec.CodeKind;
import dev.yima.engine.place.Region;
import dev.yima.gateway.supply.movement.Movement;
import dev.yima.gateway.supply.trace.Route;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The layout of the evidence as a PDF. */
class EvidencePdfTest {
    private static final Instant AT = Instant.parse("2026-11-28T08:08:08Z");
    /** In the head, in the footer, in the route, among the packs, and twice in the line of a scan. */
    private static final int PLACES_OF_CODES = 6;

    /** Seen red with columns that were as wide as a common code: nine of the symbols were cut. */
    @ParameterizedTest
    @ValueSource(
            chars = {
                '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M',
                'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z'
            })
    void noCodeIsCutHoweverWideItsSymbolsAre(char symbol) throws IOException {
        String code = String.valueOf(symbol).repeat(Code.SYMBOLS);
        String text = textOf(EvidencePdf.of(evidence(code)));
        assertFalse(text.contains(".."), text);
        assertEquals(
                PLACES_OF_CODES, Pattern.compile(code).matcher(text).results().count(), text);
    }

    private static Evidence evidence(String code) {
        UUID dealer = new UUID(1, 2);
        Route.Holder holder = new Route.Holder(dealer, "East Lake Beverages", "DEALER");
        Route.Pack pack = new Route.Pack(code, CodeKind.CASE_OUTER, AT);
        return new Evidence(
                code,
                CodeKind.CASE_OUTER,
                "Mountain Spring",
                "Asia/Shanghai",
                AT,
                List.of(),
                new Route(
                        code,
                        CodeKind.CASE_OUTER,
                        holder,
                        List.of(new Route.Step(
                                AT, Movement.Kind.OUTBOUND, code, CodeKind.CASE_OUTER, holder, "SO-17", "PDA-7", AT)),
                        List.of(pack)),
                List.of(new Evidence.Scan(
                        AT,
                        code,
                        CodeKind.ITEM_OUTER,
                        Region.INNER_MONGOLIA.code(),
                        Region.INNER_MONGOLIA.name(Locale.ENGLISH),
                        true,
                        dealer,
                        "1f0c3a77",
                        "b80d51e2",
                        List.of(pack))),
                0);
    }

    private static String textOf(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }
}
