/** Points beside their balance: those that wait, those that expire, and what staff give and take. */
@NullMarked
package dev.yima.gateway.points;

import org.jspecify.annotations.NullMarked;
