package dev.yima.gateway.scan;

import dev.yima.gateway.lot.KnownLot;
import dev.yima.gateway.member.Person;
import org.jspecify.annotations.Nullable;

/**
 * What came of a visit.
 *
 * @param answer what is said
 * @param person who they are now, the brand that they met included
 * @param lot the lot of the code, null when it was not recognised
 * @param packet what has become of the packet, if there is one
 */
record ScanResult(
        ScanAnswer answer, Person person, @Nullable KnownLot lot, Packet packet) {}
