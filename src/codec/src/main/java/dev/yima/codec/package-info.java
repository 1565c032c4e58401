/**
 * The printed code: alphabet, layout, check, keys and URLs, as {@code docs/reference/code-format.md} states
 * them. Stands on the JDK alone, does no I/O, and never throws at what a stranger typed.
 */
@NullMarked
package dev.yima.codec;

import org.jspecify.annotations.NullMarked;
