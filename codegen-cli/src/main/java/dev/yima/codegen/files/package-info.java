/** Checksums, files that only their owner can open, and files and texts that others have made. */
@NullMarked
package dev.yima.codegen.files;

import org.jspecify.annotations.NullMarked;
