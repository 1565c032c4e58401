/** Lots of codes; here only the row lock under which the sub-packages change single codes of a lot. */
@NullMarked
package dev.yima.gateway.lot;

import org.jspecify.annotations.NullMarked;
