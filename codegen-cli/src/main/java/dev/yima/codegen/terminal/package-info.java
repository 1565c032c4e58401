/**
 * The terminal: results to stdout, progress and one line of trouble to stderr, never a secret or a control
 * character.
 */
@NullMarked
package dev.yima.codegen.terminal;

import org.jspecify.annotations.NullMarked;
