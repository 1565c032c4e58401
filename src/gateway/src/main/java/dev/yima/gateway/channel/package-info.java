/** What is packed into what, from the item to the pallet; the only reader and writer of links. */
@NullMarked
package dev.yima.gateway.channel;

import org.jspecify.annotations.NullMarked;
