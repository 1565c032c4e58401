package dev.yima.gateway.supply.movement;

import dev.yima.gateway.history.CodeRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the log of movements.
 *
 * @param code the code that was scanned: a pallet, a case, or a box
 * @param movement the movement
 * @param orderNo the order that it belongs to; null where the device named none
 * @param device the name of the device that reported it
 * @param sequence its number on the device
 * @param recordedAt the moment when it was reported
 */
public record MovementRecord(
        CodeRef code, Movement movement, @Nullable String orderNo, String device, long sequence, Instant recordedAt) {}
