/** Kinds of rewards, a package each; here only the texts that all of them share. */
@NullMarked
package dev.yima.gateway.reward;

import org.jspecify.annotations.NullMarked;
