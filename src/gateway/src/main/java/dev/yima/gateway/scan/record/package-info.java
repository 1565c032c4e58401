/** Writing of scan records: in the claim's commit, or behind the answer in batches. */
@NullMarked
package dev.yima.gateway.scan.record;

import org.jspecify.annotations.NullMarked;
