/** The draw: a committed seed that decides what each position of a pool wins. Pure. */
@NullMarked
package dev.yima.engine.draw;

import org.jspecify.annotations.NullMarked;
