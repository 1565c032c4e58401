package dev.yima.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CodeUrlTest {
    private static final Code CODE = TestLots.wellformed("0C1S1YNT84EZMPS4");
    private static final Gtin GTIN = Gtin.read("6901234567892").orElseThrow();

    @Test
    void theShortFormIsUpperCase() {
        assertEquals("HTTPS://Q.EXAMPLE.COM/0C1S1YNT84EZMPS4", CodeUrl.shortForm("https://q.example.com", CODE));
    }

    @Test
    void theDigitalLinkCarriesTheGtin() {
        assertEquals(
                "https://q.example.com/01/06901234567892/21/0C1S1YNT84EZMPS4",
                CodeUrl.digitalLink("https://Q.example.com", GTIN, CODE));
    }

    @Test
    void theCodeIsFoundInBothForms() {
        for (String url : List.of(
                CodeUrl.shortForm("http://localhost:8080", CODE),
                CodeUrl.digitalLink("https://q.example.com", GTIN, CODE),
                "https://q.example.com/0C1S1YNT84EZMPS4?from=app#top",
                "https://q.example.com/0C1S1YNT84EZMPS4/",
                "https://q.example.com/0C1S1YNT84EZMPS4\uff0c",
                "https://q.example.com/0C1S1YNT84EZMPS4%20",
                "https://q.example.com/01/06901234567892/10/LOT1/21/0C1S1YNT84EZMPS4?17=271231",
                "https://q.example.com/01/06901234567892/22/2A/10/21/21/0C1S1YNT84EZMPS4",
                "https://q.example.com/01/06901234567892/21/0C1S1YNT84EZMPS4/10/LOT1/",
                "https://q.example.com/01/123/21/0C1S1YNT84EZMPS4")) {
            assertEquals(Optional.of(CODE.text()), CodeUrl.codeText(url), url);
        }
        for (String url : List.of(
                "ftp://q.example.com/0C1S1YNT84EZMPS4",
                "https:///0C1S1YNT84EZMPS4",
                "https://q.example.com/x/0C1S1YNT84EZMPS4",
                "https://q.example.com/0C1S1YNT84EZMPS4/x",
                "https://q.example.com/01/06901234567892/10/0C1S1YNT84EZMPS4",
                "https://" + "q".repeat(CodeUrl.LENGTH_MAX) + "/0C1S1YNT84EZMPS4")) {
            assertTrue(CodeUrl.codeText(url).isEmpty(), url);
        }
    }

    @Test
    void aGtinIsCheckedAndFilledUp() {
        assertEquals("06901234567892", GTIN.digits());
        assertEquals("00000096385074", Gtin.read("96385074").orElseThrow().digits());
        for (String text : List.of("6901234567893", "69012345678", "690123456789x", "")) {
            assertTrue(Gtin.read(text).isEmpty(), text);
        }
        assertThrows(IllegalArgumentException.class, () -> new Gtin("6901234567892"));
    }
}
