package dev.yima.codegen.table;

import dev.yima.codec.Code;

/**
 * One row of a codes file.
 *
 * @param serial the code's place in its lot
 * @param code the code
 * @param url the text that a camera is to read; empty when the code stands alone
 * @param marked whether it is not to be printed on goods
 */
public record CodeRow(int serial, Code code, String url, boolean marked) {
    /** The content of the symbol: the URL, or the bare code without one. */
    public String payload() {
        return url.isEmpty() ? code.text() : url;
    }

    /** Names the lot and serial only, as the code does. */
    @Override
    public String toString() {
        return code + " serial " + serial;
    }
}
