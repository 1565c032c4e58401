package dev.yima.gateway.scan;

import dev.yima.gateway.lot.catalogue.CachedLot;
import dev.yima.gateway.visitor.Visitor;
import org.jspecify.annotations.Nullable;

/**
 * What came of a visit.
 *
 * @param answer what is said
 * @param person who they are now, the brand that they met included
 * @param lot the lot of the code, null when it was not recognised
 * @param packet what has become of the packet, if there is one
 */
public record ScanResult(
        ScanAnswer answer, Visitor person, @Nullable CachedLot lot, PacketState packet) {}
