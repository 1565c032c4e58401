/** Sealing of the secrets in the database, and files that only their owner reads. */
@NullMarked
package dev.yima.gateway.platform.crypto;

import org.jspecify.annotations.NullMarked;
