/** The only writer of claims. Owns the group commit; knows order and outcome, not what else an award writes. */
@NullMarked
package dev.yima.gateway.claim;

import org.jspecify.annotations.NullMarked;
