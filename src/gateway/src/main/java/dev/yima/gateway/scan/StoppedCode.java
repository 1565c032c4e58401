package dev.yima.gateway.scan;

import dev.yima.engine.scan.StopReason;
import dev.yima.engine.scan.Verdict;
import org.jspecify.annotations.Nullable;

/** A code whose lot may be stopped, as pages tell people of it. */
public interface StoppedCode {
    /** The verdict on it. */
    Verdict verdict();

    /** The reason of {@code FROZEN} and {@code VOID}; null where the brand gave none. */
    @Nullable StopReason stopReason();
}
