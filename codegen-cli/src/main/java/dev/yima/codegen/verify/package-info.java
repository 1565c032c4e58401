/** Whether a folder of codes is what its manifest says, and what the brand signed. */
@NullMarked
package dev.yima.codegen.verify;

import org.jspecify.annotations.NullMarked;
