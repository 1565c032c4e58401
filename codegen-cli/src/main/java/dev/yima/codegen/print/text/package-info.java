/** Labels for machines that draw or read text themselves: ZPL, CSV, plain lines. */
@NullMarked
package dev.yima.codegen.print.text;

import org.jspecify.annotations.NullMarked;
