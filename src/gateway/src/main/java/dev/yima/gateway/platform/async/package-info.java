/** Batching and loops over asynchronous work, independent of any feature. */
@NullMarked
package dev.yima.gateway.platform.async;

import org.jspecify.annotations.NullMarked;
