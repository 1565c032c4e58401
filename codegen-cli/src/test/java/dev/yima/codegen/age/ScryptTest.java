package dev.yima.codegen.age;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ScryptTest {
    /** RFC 7914, section 12; the one with a single lane. */
    @Test
    void theKeyIsThatOfTheStandard() {
        byte[] key = Scrypt.derive("pleaseletmein".getBytes(US_ASCII), "SodiumChloride".getBytes(US_ASCII), 14, 8, 64);

        assertEquals(
                "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                        + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887",
                HexFormat.of().formatHex(key));
    }
}
