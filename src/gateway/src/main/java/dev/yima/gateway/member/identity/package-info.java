/** Visitors: a random number in a signed cookie, and the member that each brand sees instead. */
@NullMarked
package dev.yima.gateway.member.identity;

import org.jspecify.annotations.NullMarked;
