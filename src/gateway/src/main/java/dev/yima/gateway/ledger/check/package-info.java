/** The laws of money as queries, the seals that they go on from, and the checks that run them. */
@NullMarked
package dev.yima.gateway.ledger.check;

import org.jspecify.annotations.NullMarked;
