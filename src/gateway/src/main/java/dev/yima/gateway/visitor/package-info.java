/** Visitors: a random number in a signed cookie, the member that each brand sees instead, and where a request is from. */
@NullMarked
package dev.yima.gateway.visitor;

import org.jspecify.annotations.NullMarked;
