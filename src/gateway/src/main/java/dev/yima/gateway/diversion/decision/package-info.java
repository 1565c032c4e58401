/** Diversion as staff see it, and what they decide about a dealer. */
@NullMarked
package dev.yima.gateway.diversion.decision;

import org.jspecify.annotations.NullMarked;
