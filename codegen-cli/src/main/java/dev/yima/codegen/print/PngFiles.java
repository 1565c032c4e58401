package dev.yima.codegen.print;

import dev.yima.codegen.files.CodeRow;
import dev.yima.codegen.files.StagedFolder;
import dev.yima.codegen.qr.QrSymbol;
import java.io.IOException;

/** One PNG for each code: the symbol and its quiet zone, whole pixels for every module. */
final class PngFiles implements LabelFormat {
    private final NumberedFolders files;
    private final PrintStyle style;
    private final ModuleSizes sizes;

    PngFiles(StagedFolder folder, PrintStyle style, ModuleSizes sizes) {
        this.files = new NumberedFolders(folder, "png");
        this.style = style;
        this.sizes = sizes;
    }

    @Override
    public byte[] draw(CodeRow row) {
        int dotsPerModule = style.dotsPerModule();
        sizes.note(style.mm(dotsPerModule));
        return PngImage.of(QrSymbol.of(row.payload(), style.level()), dotsPerModule, style.dpi());
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
