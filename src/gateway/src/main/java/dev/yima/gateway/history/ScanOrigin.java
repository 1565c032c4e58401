package dev.yima.gateway.history;

import dev.yima.engine.condition.Region;
import java.util.UUID;

/**
 * From where a scan came, as its network tells.
 *
 * @param region the province, or abroad
 * @param network a pseudonym that the network has for that day: of two scans of a day it tells whether they came from
 *     the same network, of two days nothing
 */
public record ScanOrigin(Region region, UUID network) {}
