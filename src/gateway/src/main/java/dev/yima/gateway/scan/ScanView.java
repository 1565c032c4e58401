package dev.yima.gateway.scan;

import dev.yima.codec.Code;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading;
import dev.yima.codec.CodeReading.Fault;
import dev.yima.codec.CodeReading.Malformed;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.engine.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A scan, as its page shows it.
 *
 * @param answer what is said
 * @param packet what has become of the packet
 * @param product the name of the product, null when it has none or the code is not recognised
 * @param symbols the code as its address carries it, empty when the text is none
 * @param grouped the code as people read it, or the text as it came
 */
record ScanView(ScanAnswer answer, Packet packet, @Nullable String product, String symbols, String grouped) {

    static ScanView of(ScanResult result, String text) {
        String product = result.lot() == null ? null : result.lot().product();
        return of(result.answer(), result.packet(), product, text);
    }

    /** A text that is no code at all. */
    static ScanView malformed(String text) {
        return of(ScanAnswer.unrecognised(Verdict.NOT_ACTIVE), Packet.NONE, null, text);
    }

    /** How the page looks: one word, known to the style sheet. */
    public String tone() {
        return switch (answer.verdict()) {
            case GENUINE_FIRST -> "good";
            case GENUINE_REPEAT -> "seen";
            case FROZEN, VOID -> "stop";
            case NOT_ACTIVE, UNKNOWN -> "none";
        };
    }

    private static ScanView of(ScanAnswer answer, Packet packet, @Nullable String product, String text) {
        CodeReading reading = CodeReader.read(text);
        if (reading instanceof Wellformed wellformed) {
            Code code = wellformed.code();
            return new ScanView(answer, packet, product, code.text(), code.grouped());
        }
        boolean slip = reading instanceof Malformed malformed && malformed.fault() == Fault.UNUSED_LETTER;
        String shown = text.substring(0, Math.min(text.length(), CodeReader.LENGTH_MAX));
        return new ScanView(answer, packet, product, slip ? text : "", shown);
    }
}
