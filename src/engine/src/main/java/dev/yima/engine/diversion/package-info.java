/** Diversion: when scans outside of a dealer's territory are evidence. Pure. */
@NullMarked
package dev.yima.engine.diversion;

import org.jspecify.annotations.NullMarked;
