/** Checksums, and files that only their owner can open. */
@NullMarked
package dev.yima.codegen.files;

import org.jspecify.annotations.NullMarked;
