package dev.yima.gateway.platform.async;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** Does something over and over, however often, without one call inside the other. */
public final class AsyncLoop {
    private AsyncLoop() {}

    /** Repeats a step until it says that there is nothing left to do; ends with the first failure. */
    public static Uni<Void> whilst(Supplier<Uni<Boolean>> step) {
        return Multi.createBy()
                .repeating()
                .<Boolean>uni(step::get)
                .whilst(more -> more)
                .onItem()
                .ignoreAsUni();
    }
}
