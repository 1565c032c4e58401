/** Who owns what: brands, their sealed root keys, and the keys of their staff. */
@NullMarked
package dev.yima.gateway.brand;

import org.jspecify.annotations.NullMarked;
