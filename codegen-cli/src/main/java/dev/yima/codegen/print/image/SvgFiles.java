package dev.yima.codegen.print.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.codegen.print.label.LabelFormat;
import dev.yima.codegen.print.label.LabelOutput;
import dev.yima.codegen.print.label.ModuleSizes;
import dev.yima.codegen.print.label.NumberedFolders;
import dev.yima.codegen.print.label.PrintStyle;
import dev.yima.codegen.qr.QrSymbol;
import dev.yima.codegen.table.CodeRow;
import dev.yima.pdf.Helvetica;
import java.io.IOException;
import java.util.Locale;

/** One SVG for each code: the symbol, its quiet zone, and the code in letters under it. A unit is a module. */
public final class SvgFiles implements LabelFormat {
    private static final int TEXT_MODULES = 4;
    private static final int FIRST_LENGTH = 4_096;

    private final NumberedFolders files;
    private final PrintStyle style;
    private final ModuleSizes sizes;

    public SvgFiles(LabelOutput folder, PrintStyle style, ModuleSizes sizes) {
        this.files = new NumberedFolders(folder, "svg");
        this.style = style;
        this.sizes = sizes;
    }

    @Override
    public byte[] draw(CodeRow row) {
        QrSymbol symbol = QrSymbol.of(row.payload(), style.level());
        double moduleMm = sizes.note(style.moduleMm().orElse(PrintStyle.MODULE_MM_DEFAULT));
        int width = symbol.modules() + 2 * style.quietZone();
        int height = width + TEXT_MODULES;
        String code = row.code().grouped();
        StringBuilder svg = new StringBuilder(FIRST_LENGTH);
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.3fmm\" height=\"%.3fmm\" viewBox=\"0 0 %d %d\">\n"
                        + "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n<path shape-rendering=\"crispEdges\" d=\"",
                width * moduleMm,
                height * moduleMm,
                width,
                height,
                width,
                height));
        symbol.forEachRun((column, line, length) -> svg.append('M')
                .append(column + style.quietZone())
                .append(' ')
                .append(line + style.quietZone())
                .append('h')
                .append(length)
                .append("v1h-")
                .append(length)
                .append('z'));
        svg.append(String.format(
                Locale.ROOT,
                "\"/>\n<text x=\"%s\" y=\"%d\" font-family=\"Helvetica,Arial,sans-serif\" font-size=\"%.2f\""
                        + " text-anchor=\"middle\">%s</text>\n</svg>\n",
                width / 2.0,
                height - QrSymbol.QUIET_ZONE / 2,
                symbol.modules() / Helvetica.width(code),
                code));
        return svg.toString().getBytes(UTF_8);
    }

    @Override
    public void place(CodeRow row, byte[] drawing) throws IOException {
        files.write(row, drawing);
    }

    @Override
    public void close() {
        // Every file is whole as soon as it is placed.
    }
}
