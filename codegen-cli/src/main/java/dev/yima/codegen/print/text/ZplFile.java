package dev.yima.codegen.print.text;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.yima.codegen.print.label.LabelFormat;
import dev.yima.codegen.print.label.LabelLayout;
import dev.yima.codegen.print.label.LabelLayout.Text;
import dev.yima.codegen.print.label.LabelOutput;
import dev.yima.codegen.print.label.ModuleSizes;
import dev.yima.codegen.print.label.PrintStyle;
import dev.yima.codegen.print.label.RowFields;
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

    private static final String START = "^XA";

    /** The largest magnification that {@code ^BQ} takes, in dots a module. */
    static final int MAGNIFICATION_MAX = 10;

    /**
     * Undoes what a job before may have left behind: the home of labels, shifts, orientations, mirroring, inversion,
     * halved resolution, units and characters. Zebra's own drivers begin every label so.
     */
    private static final String RESET = "^LH0,0^LT0^LS0^PON^PMN^LRN^FWN^JMA^MUD^CI0";

    private static final int POINTS_PER_INCH = 72;

    /** Letters of the printer's own font are lower than they are wide in Helvetica, which texts are measured in. */
    private static final double LETTER_WIDTH = 0.85;

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
        this.template =
                template.map(label -> label.substring(0, START.length()) + RESET + label.substring(START.length()));
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
        long left = Math.round((style.dots(layout.labelWidth()) - (double) modules * magnification) / 2);
        long top = (long) style.quietZone() * magnification;
        // ^FD of a QR code: error correction, A for automatic input mode, a comma, the data.
        StringBuilder label = new StringBuilder(String.format(
                Locale.ROOT,
                START + RESET + "^PW%d^LL%d^FO%d,%d^BQN,2,%d^FH_^FD%sA,%s^FS",
                Math.round(style.dots(layout.labelWidth())),
                Math.round(style.dots(layout.labelHeight())),
                left,
                top,
                magnification,
                style.level(),
                escaped(row.payload())));
        long frame = Math.round(style.dots(layout.frameMm(row)));
        if (frame > 0) {
            label.append(String.format(
                    Locale.ROOT,
                    "^FO0,0^GB%d,%d,%d^FS",
                    Math.round(style.dots(layout.labelWidth())),
                    Math.round(style.dots(layout.labelHeight())),
                    frame));
        }
        layout.texts(row).forEach(text -> label.append(text(text, RowFields.fill(text.text(), row))));
        return label.append("^XZ\n").toString().getBytes(US_ASCII);
    }

    /** A line of text: ^FT places its baseline, and ^FB centres what the printer's own letters are wide. */
    private String text(Text text, String words) {
        double leftMm = layout.leftMm(text, mustBeAscii(words));
        double halfMm = Math.min(text.x(), layout.labelWidth() - text.x());
        double heightDots = text.sizePt() * style.dpi() / POINTS_PER_INCH;
        return String.format(
                Locale.ROOT,
                "^FT%d,%d%s^A0N,%d,%d^FH_^FD%s^FS",
                Math.round(style.dots(text.centred() ? text.x() - halfMm : leftMm)),
                Math.round(style.dots(text.baseline())),
                text.centred() ? "^FB" + Math.round(style.dots(2 * halfMm)) + ",1,0,C" : "",
                Math.round(heightDots),
                Math.round(heightDots * LETTER_WIDTH),
                escaped(words));
    }

    /** A template of the printing house: {qr} is the whole symbol from ^BQN on, the other fields are a row's own. */
    private byte[] filled(String zpl, CodeRow row, int magnification) {
        String symbol = "^BQN,2," + magnification + "^FH_^FD" + style.level() + "A," + escaped(row.payload()) + "^FS";
        String label = mustBeAscii(RowFields.fill(zpl, row, ZplFile::escaped));
        return (label.replace("{qr}", symbol) + "\n").getBytes(US_ASCII);
    }

    /** The fonts of label printers are their own, and few have Chinese. */
    private static String mustBeAscii(String words) {
        if (!words.chars().allMatch(character -> character < 0x7F)) {
            throw CommandFailed.failed("must be in ASCII to be printed by a label printer, but not as a pdf: " + words);
        }
        return words;
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
        int wanted = style.dotsWithin(fitMm);
        if (style.moduleMm().isPresent() && wanted > MAGNIFICATION_MAX) {
            throw CommandFailed.failed("must be 1 to " + MAGNIFICATION_MAX + " dots, which is what label printers draw:"
                    + " a module of " + wanted + " dots at --dpi=" + style.dpi());
        }
        int magnification = Math.min(wanted, MAGNIFICATION_MAX);
        style.printable(style.mm(magnification));
        return magnification;
    }
}
