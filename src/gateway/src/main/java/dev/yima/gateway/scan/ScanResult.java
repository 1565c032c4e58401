package dev.yima.gateway.scan;

import dev.yima.gateway.lot.catalogue.CachedLot;
import dev.yima.gateway.visitor.Visitor;
import org.jspecify.annotations.Nullable;

/**
 * Result of a scan.
 *
 * @param answer the answer
 * @param person the visitor, having met the code's brand
 * @param lot the lot of the code; null when it was not recognised
 * @param packet the state of the packet
 * @param claimed whether the scan made a claim; the answer is stored already, if there was a key to store it by
 */
public record ScanResult(
        ScanAnswer answer, Visitor person, @Nullable CachedLot lot, PacketState packet, boolean claimed) {}
