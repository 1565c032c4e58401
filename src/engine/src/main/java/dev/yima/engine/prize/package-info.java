/** Prizes and the pool that holds them. Pure; knows no campaign. */
@NullMarked
package dev.yima.engine.prize;

import org.jspecify.annotations.NullMarked;
