package dev.yima.gateway.brand;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The claims of consumers that count as a store's own, so that the store earns nothing by them. Each constant includes
 * those before it.
 */
@Schema(name = "SelfScan")
public enum SelfScanScope {
    /** By the same person, on the same phone. */
    SAME_PERSON,
    /** And by a browser with the same User-Agent, on a network that an employee of the store used within a day. */
    SAME_DEVICE,
    /** And by anybody on that network; guests on the store's network count too. */
    SAME_NETWORK
}
