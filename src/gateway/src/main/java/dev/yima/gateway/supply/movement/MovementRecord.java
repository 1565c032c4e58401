package dev.yima.gateway.supply.movement;

import dev.yima.gateway.history.CodeRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the log of movements.
 *
 * @param code what was moved
 * @param move what happened
 * @param orderNo the order that it belongs to
 * @param device which device told it
 * @param sequence its number on the device
 * @param recordedAt when it was told
 */
public record MovementRecord(
        CodeRef code, Movement move, @Nullable String orderNo, String device, long sequence, Instant recordedAt) {}
