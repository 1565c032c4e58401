/** Results of benchmarks, and how they are printed. */
@NullMarked
package dev.yima.bench.report;

import org.jspecify.annotations.NullMarked;
