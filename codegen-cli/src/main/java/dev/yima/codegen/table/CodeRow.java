package dev.yima.codegen.table;

import dev.yima.codec.Code;
import dev.yima.codec.CodeUrl;
import java.util.function.UnaryOperator;

/**
 * One row of a codes file.
 *
 * @param serial the code's place in its lot
 * @param code the code
 * @param url the text that a camera is to read; empty when the code stands alone
 * @param marked whether it is not to be printed on goods
 * @param kind the purpose of its lot's codes; empty when no manifest tells
 * @param label the name that staff gave its lot; may be empty
 */
public record CodeRow(int serial, Code code, String url, boolean marked, String kind, String label) {
    /** A row of a table without a manifest. */
    public CodeRow(int serial, Code code, String url, boolean marked) {
        this(serial, code, url, marked, "", "");
    }

    /** The content of the symbol: the URL, or the bare code without one. */
    public String payload() {
        return url.isEmpty() ? code.text() : url;
    }

    /** The same with scheme and host of its URL written in another way. */
    public CodeRow withBase(UnaryOperator<String> written) {
        return CodeUrl.base(url)
                .map(base -> new CodeRow(
                        serial, code, written.apply(base) + url.substring(base.length()), marked, kind, label))
                .orElse(this);
    }

    /** Names the lot and serial only, as the code does. */
    @Override
    public String toString() {
        return code + " serial " + serial;
    }
}
