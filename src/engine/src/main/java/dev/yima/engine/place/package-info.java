/** Provinces and the rest of the world, by their codes in GB/T 2260. Pure. */
@NullMarked
package dev.yima.engine.place;

import org.jspecify.annotations.NullMarked;
