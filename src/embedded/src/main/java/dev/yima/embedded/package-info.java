/**
 * Local servers: a real PostgreSQL and a real Redis from Maven Central binaries, on loopback, under one home. Its
 * one rule: it touches nothing outside that home, and stops no process whose program does not lie in it.
 */
@NullMarked
package dev.yima.embedded;

import org.jspecify.annotations.NullMarked;
