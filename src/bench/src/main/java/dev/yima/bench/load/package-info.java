/** Load: connections, simulated users and the codes that they scan. */
@NullMarked
package dev.yima.bench.load;

import org.jspecify.annotations.NullMarked;
