package dev.yima.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.codec.CodeReading.Fault;
import dev.yima.codec.CodeReading.Malformed;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CodeReaderTest {
    private static final String CODE = "0C1S1YNT84EZMPS4";

    @Test
    void caseDashesAndLookAlikesAreForgiven() {
        Code code = TestLots.wellformed(CODE);
        for (String text : List.of(
                "0c1s1ynt84ezmps4",
                "0C1S-1YNT-84EZ-MPS4",
                "OCIS-LYNT-84EZ-MPS4",
                "oc1s-iynt-84ez-mps4",
                "-0C1S1YNT84EZMPS4-",
                "0-C-1-S-1-Y-N-T-8-4-E-Z-M-P-S-4")) {
            assertEquals(code, TestLots.wellformed(text), text);
        }
    }

    @Test
    void whatNobodySeesAndWhatStandsAroundACodeIsForgiven() {
        Code code = TestLots.wellformed(CODE);
        for (String text : List.of(
                "\ufeff" + CODE + "\r\n",
                "\u00a00C1S\u200b1YNT\u200d84EZ\u2060MPS4\u3000",
                "0C1S 1YNT 84EZ MPS4",
                "0C1S\u20111YNT\u201384EZ\uff0dMPS4",
                "\u202a" + CODE + "\u202c",
                CODE + "\uff0c",
                CODE + ".",
                "/" + CODE + "/",
                "\u300a" + CODE + "\u300b")) {
            assertEquals(code, TestLots.wellformed(text), text);
        }
    }

    @Test
    void aUrlIsReadAsTheCodeInIt() {
        Code code = TestLots.wellformed(CODE);
        for (String text : List.of(
                "HTTPS://Q.EXAMPLE.COM/" + CODE,
                "\ufeffhttps://q.example.com/0c1s-1ynt-84ez-mps4\r\n",
                "https://q.example.com/\u200b" + CODE,
                "https://q.example.com/" + CODE + "/",
                "https://q.example.com/" + CODE + "\uff0c",
                "https://q.example.com/" + CODE + "%EF%BC%8C",
                "https://q.example.com/" + CODE + ".?from=app",
                "https://q.example.com/01/06901234567892/10/LOT1/21/" + CODE + "?17=271231")) {
            assertEquals(code, TestLots.wellformed(text), text);
        }
        assertFault(Fault.FOREIGN_CHARACTER, "https://q.example.com/x/" + CODE);
        assertFault(Fault.UNUSED_LETTER, "https://q.example.com/0C1S1YNT84EZMPSU");
    }

    @Test
    void theFirstBrokenRuleIsNamed() {
        assertFault(Fault.LENGTH, "");
        assertFault(Fault.LENGTH, "----------------");
        assertFault(Fault.LENGTH, CODE.substring(1));
        assertFault(Fault.LENGTH, CODE + "0");
        assertFault(Fault.LENGTH, "0".repeat(33));
        assertFault(Fault.LENGTH, "0".repeat(CodeReader.LENGTH_MAX));
        assertFault(Fault.TOO_LONG, "0".repeat(CodeReader.LENGTH_MAX + 1));
        assertFault(Fault.TOO_LONG, "0".repeat(1 << 20));
        assertFault(Fault.LENGTH, "0C1S1YNT84EZMPS\0");
        assertFault(Fault.FOREIGN_CHARACTER, "0C1S_1YNT_84EZ_MPS4");
        assertFault(Fault.FOREIGN_CHARACTER, "0C1S1YNT84EZMPS４");
        assertFault(Fault.FOREIGN_CHARACTER, "0С1S1YNT84EZMPS4");
        assertFault(Fault.FOREIGN_CHARACTER, "' OR 1=1 --");
        assertFault(Fault.UNUSED_LETTER, "0C1S1YNT84EZMPSU");
    }

    @Test
    void nothingThrows() {
        SplittableRandom random = new SplittableRandom(20260101L);
        for (int i = 0; i < 200_000; i++) {
            char[] text = new char[random.nextInt(40)];
            for (int c = 0; c < text.length; c++) {
                text[c] = (char) random.nextInt(random.nextBoolean() ? 128 : 65_536);
            }
            CodeReading reading = CodeReader.read(new String(text));
            if (reading instanceof CodeReading.Wellformed read) {
                assertEquals(reading, CodeReader.read(read.code().text()));
            }
        }
    }

    @Test
    void aLotNumberIsReadAsForgivingly() {
        assertEquals(Optional.of(new LotNumber(12345)), LotNumber.read("oc1s"));
        assertEquals("ZZZZ", new LotNumber(LotNumber.VALUE_MAX).text());
        assertTrue(LotNumber.read("0C1").isEmpty());
        assertTrue(LotNumber.read("0C1U").isEmpty());
        assertThrows(IllegalArgumentException.class, () -> new LotNumber(LotNumber.VALUE_MAX + 1));
    }

    @Test
    void aCodeDoesNotShowItselfInLogs() {
        assertFalse(TestLots.wellformed(CODE).toString().contains("1YNT"));
        assertFalse(TestLots.ZERO_KEY.toString().contains("0"));
    }

    private static void assertFault(Fault fault, String text) {
        assertEquals(new Malformed(fault), CodeReader.read(text));
    }
}
