/** Visitors by their signed cookie, the member that each brand sees in them, and the origin of their requests. */
@NullMarked
package dev.yima.gateway.visitor;

import org.jspecify.annotations.NullMarked;
