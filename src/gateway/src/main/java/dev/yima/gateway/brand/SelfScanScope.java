package dev.yima.gateway.brand;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Which claims of consumers count as the store's own, so that the store earns nothing by them. Each contains those
 * before it.
 */
@Schema(name = "SelfScan")
public enum SelfScanScope {
    /** By the same person, on the same phone. */
    SAME_PERSON,
    /** And by a browser that calls itself the same, on the network where somebody of the store was within a day. */
    SAME_DEVICE,
    /** And by anybody on that network. Guests who use a store's network count too then. */
    SAME_NETWORK
}
