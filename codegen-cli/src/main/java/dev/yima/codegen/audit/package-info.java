/** Verification of an exported audit. */
@NullMarked
package dev.yima.codegen.audit;

import org.jspecify.annotations.NullMarked;
