package dev.yima.gateway.platform.async;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** A loop over an asynchronous step, without recursion, so that any number of rounds fits the stack. */
public final class AsyncLoop {
    private AsyncLoop() {}

    /** Repeats a step while it returns true; fails with its first failure. */
    public static Uni<Void> whilst(Supplier<Uni<Boolean>> step) {
        return Multi.createBy()
                .repeating()
                .<Boolean>uni(step::get)
                .whilst(more -> more)
                .onItem()
                .ignoreAsUni();
    }
}
