package dev.yima.gateway.platform;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** Does something over and over, however often, without one call inside the other. */
public final class Repeat {
    private Repeat() {}

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
