/**
 * First answers to requests with an Idempotency-Key, given again to the same person's repetition. That of a claim is
 * written in the claim's commit: it is kept exactly when the claim is.
 */
@NullMarked
package dev.yima.gateway.idempotency;

import org.jspecify.annotations.NullMarked;
