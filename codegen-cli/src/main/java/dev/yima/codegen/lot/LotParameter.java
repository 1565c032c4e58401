package dev.yima.codegen.lot;

import dev.yima.codec.LotNumber;
import dev.yima.codegen.terminal.CommandFailed;
import picocli.CommandLine.Parameters;

/** The lot that a verb is about. */
final class LotParameter {
    @Parameters(index = "0", paramLabel = "LOT", description = "The lot number: the first 4 symbols of its codes.")
    private String lot = "";

    LotNumber number() {
        return read(lot);
    }

    static LotNumber read(String lot) {
        return LotNumber.read(lot)
                .orElseThrow(() -> CommandFailed.usage("must be " + LotNumber.SYMBOLS + " symbols: LOT=" + lot));
    }
}
