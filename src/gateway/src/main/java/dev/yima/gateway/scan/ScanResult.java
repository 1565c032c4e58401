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
 */
public record ScanResult(
        ScanAnswer answer, Visitor person, @Nullable CachedLot lot, PacketState packet) {}
