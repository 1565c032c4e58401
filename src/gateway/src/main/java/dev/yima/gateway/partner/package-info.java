/** Who sells a brand's goods: dealers, stores, and the people who work there; what they may do, not what they earn. */
@NullMarked
package dev.yima.gateway.partner;

import org.jspecify.annotations.NullMarked;
