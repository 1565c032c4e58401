/** Sheets of labels as PDF for a press. */
@NullMarked
package dev.yima.codegen.print.pdf;

import org.jspecify.annotations.NullMarked;
