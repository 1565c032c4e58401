package dev.yima.gateway.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.codec.Code;
import dev.yima.codec.CodeUrl;
import dev.yima.codec.LotCodec;
import dev.yima.gateway.platform.http.QrSvg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A page of QR codes that any browser prints on A4. Codes for goods are printed by the codegen CLI. */
final class DemoSheet {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Yima demo codes</title><style>
            @page { size: A4; margin: 12mm }
            body { font: 9pt sans-serif; display: grid; grid-template-columns: repeat(4, 1fr); gap: 6mm; margin: 0 }
            figure { margin: 0; text-align: center; break-inside: avoid }
            svg { width: 34mm; height: 34mm; shape-rendering: crispEdges }
            figcaption { font-family: monospace }
            </style></head><body>
            """;

    private DemoSheet() {}

    /** Writes the first codes of a lot to {@code sheet.html} in a folder, and returns its path. */
    static Path write(Path folder, String base, LotCodec lot, int codes) throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        for (int serial = 0; serial < Math.min(codes, lot.size()); serial++) {
            Code code = lot.code(serial);
            page.append("<figure>").append(QrSvg.of(CodeUrl.shortForm(base, code)));
            page.append("<figcaption>").append(code.grouped()).append("</figcaption></figure>\n");
        }
        page.append("</body></html>\n");
        Files.createDirectories(folder);
        Path sheet = folder.resolve("sheet.html");
        Path aside = folder.resolve("sheet.html.new");
        Files.writeString(aside, page, UTF_8);
        return Files.move(aside, sheet, StandardCopyOption.REPLACE_EXISTING);
    }
}
