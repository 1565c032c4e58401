/** Transitions that time makes: features say what is due, one worker does it. Knows no feature. */
@NullMarked
package dev.yima.gateway.platform.expiry;

import org.jspecify.annotations.NullMarked;
