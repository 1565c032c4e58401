package dev.yima.codegen.print.image;

import dev.yima.codegen.print.label.LabelFormat;
import dev.yima.codegen.print.label.LabelOutput;
import dev.yima.codegen.print.label.ModuleSizes;
import dev.yima.codegen.print.label.NumberedFolders;
import dev.yima.codegen.print.label.PrintStyle;
import dev.yima.codegen.qr.QrSymbol;
import dev.yima.codegen.table.CodeRow;
import java.io.IOException;

/** One bitmap for each code: the symbol and its quiet zone, whole pixels for every module. */
public final class BitmapFiles implements LabelFormat {
    private final NumberedFolders files;
    private final PrintStyle style;
    private final ModuleSizes sizes;
    private final Drawer drawer;

    /** Draws one kind of bitmap. */
    @FunctionalInterface
    public interface Drawer {
        byte[] draw(QrSymbol symbol, int quietZone, int dotsPerModule, int dpi);
    }

    public BitmapFiles(LabelOutput output, String extension, Drawer drawer, PrintStyle style, ModuleSizes sizes) {
        this.files = new NumberedFolders(output, extension);
        this.drawer = drawer;
        this.style = style;
        this.sizes = sizes;
    }

    @Override
    public byte[] draw(CodeRow row) {
        int dotsPerModule = style.dotsPerModule();
        sizes.note(style.mm(dotsPerModule));
        QrSymbol symbol = QrSymbol.of(row.payload(), style.level());
        return drawer.draw(symbol, style.quietZone(), dotsPerModule, style.dpi());
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
