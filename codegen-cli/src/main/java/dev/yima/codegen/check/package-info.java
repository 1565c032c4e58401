/** Reads printed sheets back. */
@NullMarked
package dev.yima.codegen.check;

import org.jspecify.annotations.NullMarked;
