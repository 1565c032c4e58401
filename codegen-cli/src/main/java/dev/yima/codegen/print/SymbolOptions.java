package dev.yima.codegen.print;

import dev.yima.codegen.print.label.PrintStyle;
import dev.yima.codegen.qr.QrLevel;
import dev.yima.codegen.qr.QrSymbol;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code print} that say how symbols look. */
final class SymbolOptions {
    @Option(
            names = "--level",
            paramLabel = "L|M|Q|H",
            defaultValue = "M",
            description = "Error correction of the QR symbols (default: M).")
    private QrLevel level = QrLevel.M;

    @Option(
            names = "--module-mm",
            paramLabel = "MM",
            description = "Width of a module, 0.1 to 10 (default: 0.5, or what fits the label).")
    private @Nullable Double moduleMm;

    @Option(
            names = "--quiet-zone",
            paramLabel = "MODULES",
            defaultValue = "" + QrSymbol.QUIET_ZONE,
            description = "Light modules around a symbol, 0 to 20 (default: 4, as the standard wants).")
    private int quietZone;

    @Option(
            names = "--dpi",
            paramLabel = "DOTS",
            description = "Dots per inch of png, tiff and zpl, 72 to 2400 (default: 300). In a pdf, whose modules are"
                    + " whole dots of 300 dpi where little is lost by that, makes them whole dots of these.")
    private @Nullable Integer dpi;

    PrintStyle style() {
        OptionalDouble module = moduleMm == null ? OptionalDouble.empty() : OptionalDouble.of(moduleMm);
        return new PrintStyle(level, module, quietZone, dpi == null ? PrintStyle.DPI_DEFAULT : dpi, dpi != null);
    }
}
