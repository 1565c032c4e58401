/** The goods of a brand, as staff edit them. */
@NullMarked
package dev.yima.gateway.product;

import org.jspecify.annotations.NullMarked;
