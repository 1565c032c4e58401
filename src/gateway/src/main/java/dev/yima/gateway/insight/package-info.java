/** Reads only: the whole story of one code. */
@NullMarked
package dev.yima.gateway.insight;

import org.jspecify.annotations.NullMarked;
