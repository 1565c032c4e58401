/** Symbols as single pictures: SVG, PNG, TIFF. */
@NullMarked
package dev.yima.codegen.print.image;

import org.jspecify.annotations.NullMarked;
