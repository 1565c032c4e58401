/** Rehearsals of a campaign: the same rules and draw, other seeds, nothing written. */
@NullMarked
package dev.yima.engine.simulation;

import org.jspecify.annotations.NullMarked;
