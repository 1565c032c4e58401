/** Limits by the minute on people and wrong guesses; never on addresses. */
@NullMarked
package dev.yima.gateway.ratelimit;

import org.jspecify.annotations.NullMarked;
