/** Batching and loops over asynchronous work; no business word in it. */
@NullMarked
package dev.yima.gateway.platform.async;

import org.jspecify.annotations.NullMarked;
