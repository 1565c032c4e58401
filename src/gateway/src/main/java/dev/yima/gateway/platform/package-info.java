/** Config, health, keys, staff authentication, lifecycle and batching; no business word in it. */
@NullMarked
package dev.yima.gateway.platform;

import org.jspecify.annotations.NullMarked;
