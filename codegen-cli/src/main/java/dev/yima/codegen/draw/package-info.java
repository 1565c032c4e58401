/** Checks draws: what anyone can do with what a campaign publishes. */
@NullMarked
package dev.yima.codegen.draw;

import org.jspecify.annotations.NullMarked;
