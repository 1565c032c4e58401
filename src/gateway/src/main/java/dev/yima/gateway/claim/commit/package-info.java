/** Group commit: the only writer of claims. It knows their order and outcome; participants write everything else. */
@NullMarked
package dev.yima.gateway.claim.commit;

import org.jspecify.annotations.NullMarked;
