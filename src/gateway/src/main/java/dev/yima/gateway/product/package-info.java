/** Products of a brand, as staff edit them; the only writer of their table. */
@NullMarked
package dev.yima.gateway.product;

import org.jspecify.annotations.NullMarked;
