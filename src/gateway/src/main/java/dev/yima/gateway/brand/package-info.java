/** Brands, their sealed root keys, and the API keys of their staff; the only writer of these. */
@NullMarked
package dev.yima.gateway.brand;

import org.jspecify.annotations.NullMarked;
