package dev.yima.gateway.history;

import dev.yima.engine.place.Region;
import java.util.UUID;

/**
 * The origin of a scan, derived from its network.
 *
 * @param region the province, or abroad
 * @param network the pseudonym of the network for that day: equal for two scans of one day from the same network,
 *     unrelated from day to day
 */
public record ScanOrigin(Region region, UUID network) {}
