/** A demo campaign for a first look, made through the public API alone. */
@NullMarked
package dev.yima.gateway.demo;

import org.jspecify.annotations.NullMarked;
