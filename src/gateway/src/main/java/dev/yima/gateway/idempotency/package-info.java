/**
 * First answers to requests with an Idempotency-Key, given again to a repetition of the same person or staff key. That
 * of a claim is written in the claim's commit: it is kept exactly when the claim is. {@link IdempotencyFilter} keeps
 * those of all other calls that are not told apart by what they make.
 */
@NullMarked
package dev.yima.gateway.idempotency;

import org.jspecify.annotations.NullMarked;
