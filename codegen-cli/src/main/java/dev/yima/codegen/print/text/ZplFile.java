package dev.yima.codegen.print.text;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.yima.codegen.print.label.CsvColumn;
import dev.yima.codegen.print.label.LabelFormat;
import dev.yima.codegen.print.label.LabelLayout;
import dev.yima.codegen.print.label.LabelOutput;
import dev.yima.codegen.print.label.ModuleSizes;
import dev.yima.codegen.print.label.PrintStyle;
import dev.yima.codegen.qr.QrSymbol;
import dev.yima.codegen.table.CodeRow;
import dev.yima.codegen.terminal.CommandFailed;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/** One file of ZPL II for a Zebra printer, which draws the symbols itself: one label format for each code. */
public final class ZplFile implements LabelFormat {
    static final String NAME = "labels.zpl";

    /** The largest magnification that {@code ^BQ} takes, in dots a module. */
    static final int MAGNIFICATION_MAX = 10;

    private static final double TEXT_HEIGHT_MM = 1.9;
    private static final double TEXT_WIDTH_MM = 1.6;
    private static final double TEXT_BOTTOM_MM = 0.5;

    private final OutputStream out;
    private final LabelLayout layout;
    private final Optional<String> template;
    private final PrintStyle style;
    private final ModuleSizes sizes;

    public ZplFile(
            LabelOutput folder, LabelLayout layout, Optional<String> template, PrintStyle style, ModuleSizes sizes)
            throws IOException {
        this.out = new BufferedOutputStream(folder.create(NAME));
        this.layout = layout;
        this.template = template;
        this.style = style;
        this.sizes = sizes;
    }

    @Override
    public byte[] draw(CodeRow row) {
        int modules = QrSymbol.modules(row.payload(), style.level());
        int magnification = magnification(modules);
        sizes.note(style.mm(magnification));
        if (template.isPresent()) {
            return filled(template.get(), row, magnification);
        }
        long width = Math.round(style.dots(layout.labelWidth()));
        long height = Math.round(style.dots(layout.labelHeight()));
        long left = (width - (long) modules * magnification) / 2;
        long top = (long) style.quietZone() * magnification;
        long textHeight = Math.round(style.dots(TEXT_HEIGHT_MM));
        // ^FD of a QR code: error correction, A for automatic input mode, a comma, the data.
        String label = String.format(
                Locale.ROOT,
                "^XA^PW%d^LL%d^FO%d,%d^BQN,2,%d^FH_^FD%sA,%s^FS^FO0,%d^FB%d,1,0,C^A0N,%d,%d^FH_^FD%s^FS^XZ\n",
                width,
                height,
                left,
                top,
                magnification,
                style.level(),
                escaped(row.payload()),
                height - textHeight - Math.round(style.dots(TEXT_BOTTOM_MM)),
                width,
                textHeight,
                Math.round(style.dots(TEXT_WIDTH_MM)),
                escaped(row.code().grouped()));
        return label.getBytes(US_ASCII);
    }

    /** A template of the printing house: {qr} is the whole symbol from ^BQN on, the other fields are a row's own. */
    private byte[] filled(String zpl, CodeRow row, int magnification) {
        String symbol = "^BQN,2," + magnification + "^FH_^FD" + style.level() + "A," + escaped(row.payload()) + "^FS";
        String label = zpl;
        for (CsvColumn column : CsvColumn.values()) {
            label = label.replace("{" + column.header() + "}", escaped(column.value(row)));
        }
        return (label.replace("{qr}", symbol) + "\n").getBytes(US_ASCII);
    }

    @Override
    public void place(CodeRow row, byte[] drawing) throws IOException {
        out.write(drawing);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** Escapes the characters that a printer would obey, ^ and ~, and the escape itself, as hex after {@code ^FH_}. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '^' || character == '~' || character == '_') {
                escaped.append(String.format(Locale.ROOT, "_%02X", (int) character));
            } else {
                escaped.append(character);
            }
        }
        return escaped.toString();
    }

    private int magnification(int modules) {
        double fitMm = layout.fitMm(modules, style.quietZone());
        int fit = Math.min((int) Math.floor(style.dots(fitMm)), MAGNIFICATION_MAX);
        int wanted = (int) Math.round(style.dots(style.moduleMmWithin(fitMm)));
        int magnification = style.moduleMm().isEmpty() ? Math.min(wanted, fit) : wanted;
        if (magnification < 1 || magnification > fit) {
            throw CommandFailed.failed("must be 1 to " + fit + " dots to fit printer and label: a module of " + wanted
                    + " dots at --dpi=" + style.dpi());
        }
        return magnification;
    }
}
