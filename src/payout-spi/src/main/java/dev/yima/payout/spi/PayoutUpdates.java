package dev.yima.payout.spi;

import io.smallrye.mutiny.Uni;

/** Entrance for notifications of all providers. The core gives it; whatever receives notifications calls it. */
public interface PayoutUpdates {
    /**
     * Has a notification verified by its provider and applies it. The same notification again changes nothing, nor does
     * one about an order of another brand or provider.
     *
     * @param provider the id of the provider that it claims to come from
     * @return completes when the update is durable, so that the provider may be told that it was received; fails with a
     *     {@link CallbackRefusedException} when it is not genuine, and with an {@link IllegalArgumentException} for an
     *     unknown provider
     */
    Uni<Void> receive(String provider, PayoutCallback callback);
}
