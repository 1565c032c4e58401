/** The only writer of money and points; append-only. */
@NullMarked
package dev.yima.gateway.ledger;

import org.jspecify.annotations.NullMarked;
