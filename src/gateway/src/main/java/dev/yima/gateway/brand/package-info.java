/** Who owns what: brands, their sealed root keys, the keys of their staff, and the frame that their pages share. */
@NullMarked
package dev.yima.gateway.brand;

import org.jspecify.annotations.NullMarked;
