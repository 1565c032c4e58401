/** A brand to play with on a laptop; makes everything through the same doors as anybody else. */
@NullMarked
package dev.yima.gateway.demo;

import org.jspecify.annotations.NullMarked;
