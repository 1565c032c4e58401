/** Labels: their layout on a page, the style of their symbols, and where printed files go. */
@NullMarked
package dev.yima.codegen.print.label;

import org.jspecify.annotations.NullMarked;
