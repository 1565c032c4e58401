/** Rounds of kills and hangs in the middle of claims, and the count of what was answered afterwards. */
@NullMarked
package dev.yima.bench.crash;

import org.jspecify.annotations.NullMarked;
