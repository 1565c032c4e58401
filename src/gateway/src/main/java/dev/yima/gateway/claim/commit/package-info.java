/** The group commit: the only writer of claims; knows order and outcome, not what else an award writes. */
@NullMarked
package dev.yima.gateway.claim.commit;

import org.jspecify.annotations.NullMarked;
