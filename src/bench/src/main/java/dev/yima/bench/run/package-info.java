/** Benchmarks, one class each, run by name. */
@NullMarked
package dev.yima.bench.run;

import org.jspecify.annotations.NullMarked;
