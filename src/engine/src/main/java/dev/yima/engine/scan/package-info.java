/** The verdict on a scan of a genuine code. Pure and total. */
@NullMarked
package dev.yima.engine.scan;

import org.jspecify.annotations.NullMarked;
