/** Benchmarks: real processes, real load, each with its ceiling measured in the same run. */
@NullMarked
package dev.yima.bench;

import org.jspecify.annotations.NullMarked;
