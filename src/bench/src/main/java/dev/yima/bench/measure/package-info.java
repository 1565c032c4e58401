/** Measured loops and their ceilings; no benchmark of its own. */
@NullMarked
package dev.yima.bench.measure;

import org.jspecify.annotations.NullMarked;
