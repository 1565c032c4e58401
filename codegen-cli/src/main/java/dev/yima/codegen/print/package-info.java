/** Draws labels from rows; what is drawn reads back as the row's URL. */
@NullMarked
package dev.yima.codegen.print;

import org.jspecify.annotations.NullMarked;
