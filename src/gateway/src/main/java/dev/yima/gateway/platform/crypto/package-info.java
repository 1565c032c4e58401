/** Sealing of secrets that the database keeps, and files that only their owner reads. */
@NullMarked
package dev.yima.gateway.platform.crypto;

import org.jspecify.annotations.NullMarked;
