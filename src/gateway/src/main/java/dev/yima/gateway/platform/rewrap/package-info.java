/** Sealing of all secrets in the database again, after the key-encryption key was turned. */
@NullMarked
package dev.yima.gateway.platform.rewrap;

import org.jspecify.annotations.NullMarked;
