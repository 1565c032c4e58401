/**
 * What a scan means: pure functions over records. No I/O, and no clock or dice of its own; the same facts always give
 * the same answer, on any machine.
 */
@NullMarked
package dev.yima.engine;

import org.jspecify.annotations.NullMarked;
