package dev.yima.gateway.channel;

import dev.yima.gateway.history.CodeRef;
import java.time.Instant;
import java.util.UUID;

/**
 * A case that a store opened.
 *
 * @param code its inside code
 * @param store the store
 * @param storeName what people call it
 * @param member who scanned it
 * @param at when
 */
public record Opening(CodeRef code, UUID store, String storeName, UUID member, Instant at) {}
