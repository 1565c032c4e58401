/** Partners of a brand, dealers and stores: their territories and states; knows nothing of what they earn. */
@NullMarked
package dev.yima.gateway.partner;

import org.jspecify.annotations.NullMarked;
