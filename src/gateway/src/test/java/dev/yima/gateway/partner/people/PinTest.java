package dev.yima.gateway.partner.people;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Six digits, and none that a thief tries first. */
class PinTest {
    private static final int ALL = 1_000_000;

    @ParameterizedTest
    @ValueSource(strings = {"000000", "999999", "123456", "654321", "012345", "890123", "135791", "864208"})
    void aRunIsNotChosen(String digits) {
        assertEasy(digits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"121212", "505050", "123123", "520520", "007007", "112233", "147258", "159753", "789456"})
    void whatRepeatsOrIsPopularIsNotChosen(String digits) {
        assertEasy(digits);
    }

    @Test
    void allButFewCanBeChosen() {
        long easy = IntStream.range(0, ALL)
                .filter(number -> {
                    try {
                        return Pin.of("%06d".formatted(number)).chosen() == null;
                    } catch (Problem refused) {
                        return true;
                    }
                })
                .count();
        assertTrue(easy > 1_000 && easy < 1_500, "1,100 that repeat, and few more: " + easy);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "73051", "7305180", "73051a", "730 518", "-30518", "７３０５１", "730518\u0000", "😀😀😀😀😀😀"})
    void whatHasNotSixDigitsIsNone(String text) {
        Problem refused = assertThrows(Problem.class, () -> Pin.of(text));
        assertEquals(ProblemType.INVALID_FIELD, refused.type());
        assertEquals("pin must be six digits", refused.detail());
    }

    @Test
    void aPinIsReadAsItIsTypedAndNeverPrinted() {
        assertEquals(new Pin("730518"), Pin.of(" ７３０518\n"), "digits of a Chinese keyboard");
        assertFalse(Pin.of("730518").toString().contains("730518"));
    }

    private static void assertEasy(String digits) {
        Problem refused = assertThrows(Problem.class, () -> Pin.of(digits).chosen());
        assertEquals(ProblemType.INVALID_FIELD, refused.type());
        assertEquals("pin", refused.field());
        assertTrue(refused.detail().contains("easy to guess"), refused.detail());
    }
}
