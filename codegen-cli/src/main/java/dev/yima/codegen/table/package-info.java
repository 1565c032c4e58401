/** Tables of codes, ours and those that others made: read line by line, bounded, errors with line numbers. */
@NullMarked
package dev.yima.codegen.table;

import org.jspecify.annotations.NullMarked;
