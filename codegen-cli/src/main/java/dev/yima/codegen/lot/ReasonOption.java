package dev.yima.codegen.lot;

import dev.yima.engine.scan.StopReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The reason for which a lot is stopped. */
final class ReasonOption {
    @Option(
            names = "--reason",
            paramLabel = "REASON",
            description = {
                "What those who hold its items are told: ${COMPLETION-CANDIDATES}.",
                "Without it the page says that the product is being checked, or is out of use."
            })
    private @Nullable StopReason reason;

    Optional<StopReason> value() {
        return Optional.ofNullable(reason);
    }
}
